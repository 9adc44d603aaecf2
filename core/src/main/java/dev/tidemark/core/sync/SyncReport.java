package dev.tidemark.core.sync;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a cycle did.
 *
 * @param mode what it did, which may be more than was asked
 * @param endedAt exactly the time in the journal
 * @param position the end of the change feed
 * @param tallies for every entity type of the schema
 * @param requests sent to the upstream
 * @param bytes received from it, as they came over the wire
 * @param failures the types that were left as they were, and why; empty unless the policy's
 *     atomicity is by type
 */
public record SyncReport(
    long cycle,
    Mode mode,
    Instant startedAt,
    Instant endedAt,
    Position position,
    Map<EntityType, Tally> tallies,
    int requests,
    long bytes,
    Map<EntityType, TidemarkException> failures) {

  public SyncReport {
    tallies = Map.copyOf(tallies);
    failures = Map.copyOf(failures);
  }

  public Tally total() {
    return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
  }

  public Duration duration() {
    return Duration.between(startedAt, endedAt);
  }
}
