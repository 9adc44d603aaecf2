package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** Whether the disk has room for a snapshot, asked before anything is written. */
final class SnapshotRoom {

  private static final long MEGABYTE = 1_000_000;

  /** For the manifest, and for others on the same disk. */
  private static final long SPARE = 8 * MEGABYTE;

  private final ToLongFunction<Path> usable;

  /**
   * @param usable bytes that this process may still write to a directory
   */
  SnapshotRoom(ToLongFunction<Path> usable) {
    this.usable = usable;
  }

  static SnapshotRoom ofTheSystem() {
    return new SnapshotRoom(directory -> directory.toFile().getUsableSpace());
  }

  /**
   * @param attempted what is tried, in words
   * @throws StorageException if there is less than this, and some to spare
   */
  void require(String attempted, Path directory, long bytes) {
    long needed = Math.max(0, bytes) + SPARE;
    long found = usable.applyAsLong(directory);
    if (found < needed) {
      throw StorageException.ofDisk(
          "%s in %s: expected %d MB of free space on the disk, found %d MB; free some space, keep fewer generations, or choose another data directory"
              .formatted(attempted, directory, needed / MEGABYTE, found / MEGABYTE),
          null);
    }
  }
}
