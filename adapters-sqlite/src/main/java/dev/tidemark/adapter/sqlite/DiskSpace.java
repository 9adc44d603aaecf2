package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.sync.spi.Mode;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** Whether the disk has room for a cycle, asked before anything is fetched for it. */
final class DiskSpace {

  private static final long MEGABYTE = 1_000_000;

  /** For what changes between two cycles, and for the logs of two databases. */
  private static final long LEAST = 64 * MEGABYTE;

  private final ToLongFunction<Path> usable;

  /**
   * @param usable bytes that this process may still write to a directory
   */
  DiskSpace(ToLongFunction<Path> usable) {
    this.usable = usable;
  }

  static DiskSpace ofTheSystem() {
    return new DiskSpace(directory -> directory.toFile().getUsableSpace());
  }

  /**
   * A full cycle may stage as much as is stored, and write all of it anew. What an earlier one has
   * staged takes its room already.
   *
   * @throws StorageException if there is less than the cycle may need
   */
  void require(Mode mode, Path replica) {
    Path directory = replica.toAbsolutePath().getParent();
    long needed = LEAST + (mode == Mode.FULL ? ofFull(replica) : 0);
    long found = usable.applyAsLong(directory);
    if (found < needed) {
      throw new StorageException(
          "stage rows in %s: expected %s of free space on the disk, found %s; free some space, or choose another data directory"
              .formatted(directory, megabytes(needed), megabytes(found)),
          false);
    }
  }

  private static long ofFull(Path replica) {
    long staged = new DatabaseFile(replica.resolveSibling(KeptStaging.FILE)).size();
    return Math.max(0, 2 * replica.toFile().length() - staged);
  }

  private static String megabytes(long bytes) {
    return bytes / MEGABYTE + " MB";
  }
}
