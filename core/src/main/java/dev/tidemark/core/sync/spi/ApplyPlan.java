package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * How a staged cycle is to be applied.
 *
 * @param cycle its number in the journal
 * @param at the time that its changes carry
 * @param horizon versions later than this cannot be true; a stored row of such a version is not
 *     protected from a list
 * @param cursors how far each entity type has now been followed; types that are absent keep theirs
 * @param whole the types whose whole list was staged
 */
public record ApplyPlan(
    long cycle,
    Instant at,
    Instant horizon,
    Map<EntityType, Instant> cursors,
    Set<EntityType> whole) {

  public ApplyPlan {
    cursors = Map.copyOf(cursors);
    whole = Set.copyOf(whole);
  }
}
