package dev.tidemark.core.sync.spi;

import dev.tidemark.core.feed.Position;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One cycle in the journal.
 *
 * @param cycle its number; later cycles have greater ones
 * @param mode what it did, which may be more than was asked
 * @param ended absent while it runs
 */
public record Run(long cycle, Mode mode, Instant startedAt, Optional<Ended> ended) {

  /** When and how a cycle ended. Times are kept to the millisecond. */
  public record Ended(Instant at, Outcome outcome) {}

  /** How a cycle ended. */
  public sealed interface Outcome {}

  /**
   * Its changes are in the replica.
   *
   * @param position the end of the feed when it was applied
   * @param requests sent to the upstream
   * @param bytes received from it
   */
  public record Succeeded(Position position, Tally tally, int requests, long bytes)
      implements Outcome {}

  /**
   * The changes of some types are in the replica, those of others are not.
   *
   * @param failures why not, by name of the entity type
   */
  public record Partial(
      Position position, Tally tally, int requests, long bytes, Map<String, String> failures)
      implements Outcome {
    public Partial {
      failures = Map.copyOf(failures);
    }
  }

  /**
   * Nothing of it is in the replica, except when the process or the journal failed between commit
   * and journal: the code is then {@code DIED}.
   *
   * @param code a {@link dev.tidemark.core.TidemarkException#code()}, or {@code DIED} or {@code
   *     BUG}
   */
  public record Failed(String code, String message) implements Outcome {}
}
