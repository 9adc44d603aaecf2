package dev.tidemark.core.snapshot.spi;

/** Looks at snapshot files that lie anywhere. Safe for use by many threads and processes. */
@FunctionalInterface
public interface SnapshotFiles {

  /**
   * What is in a file, and whether it is what it says. All of it is read; nothing is changed,
   * locked or made. Nobody may write to it meanwhile.
   *
   * @param file its path, as this machine writes it
   * @throws dev.tidemark.core.StorageException if it cannot be read
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted meanwhile
   */
  Inspection inspect(String file);
}
