package dev.tidemark.core.snapshot;

import java.util.List;

/**
 * A specification as a document has it, with the targets that are named beside it.
 *
 * @param targets in their order; others can be added where the application keeps its state
 */
public record PublishedSnapshot(SnapshotSpec spec, List<Target> targets) {

  public PublishedSnapshot {
    targets = List.copyOf(targets);
  }
}
