package dev.tidemark.core.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the publication of one snapshot stands.
 *
 * @param relayed whether it is passed on, and not built here
 * @param newest what is published now; empty as long as there is nothing
 * @param failure of the last build; empty behind one that succeeded, and where another process
 *     builds
 * @param targets by name
 */
public record PublicationStanding(
    String snapshot,
    boolean relayed,
    Optional<SnapshotManifest> newest,
    Optional<Failure> failure,
    List<TargetStanding> targets) {

  public PublicationStanding {
    targets = List.copyOf(targets);
  }

  /**
   * What failed.
   *
   * @param attempts how many in a row have
   * @param error for people
   * @param nextTry when it is tried again
   */
  public record Failure(int attempts, String error, Instant nextTry) {}
}
