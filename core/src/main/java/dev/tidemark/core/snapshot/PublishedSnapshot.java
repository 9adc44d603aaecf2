package dev.tidemark.core.snapshot;

import java.util.Optional;

/**
 * A snapshot that is published, and where its generations come from.
 *
 * @param name of the specification
 * @param plan how it is built here; absent where it is passed on as it was taken from another
 *     publisher: what its shelf serves, with the manifest and the signature that it came with
 */
public record PublishedSnapshot(String name, Optional<SnapshotPlan> plan) {

  /** One that is built here. */
  public static PublishedSnapshot built(SnapshotPlan plan) {
    return new PublishedSnapshot(plan.name(), Optional.of(plan));
  }

  /** One that is taken here, and passed on. */
  public static PublishedSnapshot relayed(String name) {
    return new PublishedSnapshot(name, Optional.empty());
  }
}
