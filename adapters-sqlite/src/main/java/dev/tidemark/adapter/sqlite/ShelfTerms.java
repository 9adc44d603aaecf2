package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What all shelves of a store have in common.
 *
 * @param generations how many are kept
 */
record ShelfTerms(
    boolean readOnly,
    int generations,
    SnapshotCheck check,
    SnapshotRoom room,
    Receptions receptions,
    Clock clock) {

  /** So long is kept what was received of a file, for whoever sends it again. */
  private static final Duration PARTIAL = Duration.ofDays(1);

  Instant outdated() {
    return clock.instant().minus(PARTIAL);
  }

  void requireWriter(String attempted, Path file) {
    if (readOnly) {
      throw new StorageException(
          attempted + " in " + file + ": it is open for reading only", false);
    }
  }
}
