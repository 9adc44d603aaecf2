package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.spi.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the delivery to one target stands, as whoever publishes has told last.
 *
 * @param wanted what it should have; empty as long as there is nothing, and for what is not pushed
 *     to
 * @param acknowledged what it has said that it has
 * @param attempts how many in a row have failed; a rejection is a failure, too
 * @param triedAt when the last attempt ended
 * @param nextTry when it is tried again; empty where there is nothing to be done
 * @param error what became of the last attempt, for people; empty behind one that succeeded
 * @param last the last push that came to a verdict
 * @param pushing whether this process pushes to it at the moment
 */
public record TargetStanding(
    Target target,
    Optional<SnapshotVersion> wanted,
    Optional<Acknowledged> acknowledged,
    int attempts,
    Optional<Instant> triedAt,
    Optional<Instant> nextTry,
    Optional<String> error,
    Optional<Last> last,
    boolean pushing) {

  /**
   * What a target has.
   *
   * @param identity {@link SnapshotManifest#identity}
   * @param at when it has last said so
   */
  public record Acknowledged(SnapshotVersion version, String identity, Instant at) {}

  /**
   * A push that came to a verdict.
   *
   * @param verdict in the form of {@link Verdict#toString}
   * @param bytes of payload that went out
   */
  public record Last(String verdict, Delivery.Way way, long bytes, Duration took) {}

  /** Whether it has what it should have. */
  public boolean isCurrent() {
    return wanted.isPresent()
        && attempts == 0
        && acknowledged.map(Acknowledged::version).equals(wanted);
  }
}
