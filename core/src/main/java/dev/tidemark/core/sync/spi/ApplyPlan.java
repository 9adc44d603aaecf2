package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a staged cycle is to be applied.
 *
 * @param cycle its number in the journal
 * @param at the time that its changes carry
 * @param horizon versions later than this cannot be true; a stored row of such a version is not
 *     protected from a list
 * @param types the types that are applied; what is staged of the others is left alone
 * @param cursors how far each entity type has now been followed; types that are absent keep theirs
 * @param whole the types whose whole list was staged
 * @param retention how long rows that are no longer live are kept after they ceased to be, measured
 *     against the type's cursor and never against a clock of this machine; empty for ever
 * @param identity the {@link Upstream#identity()} that all rows of the replica come from then; of
 *     no upstream if some types were left as another identity showed them
 */
public record ApplyPlan(
    long cycle,
    Instant at,
    Instant horizon,
    Set<EntityType> types,
    Map<EntityType, Instant> cursors,
    Set<EntityType> whole,
    Optional<Duration> retention,
    String identity) {

  public ApplyPlan {
    types = Set.copyOf(types);
    cursors = Map.copyOf(cursors);
    whole = Set.copyOf(whole);
  }
}
