package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one generation; whoever reads while it is closed goes on to the end. */
final class SqliteSnapshotReader implements SnapshotReader, ReadAccess {

  private final Generation generation;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param generation retained for this
   */
  SqliteSnapshotReader(Generation generation) {
    this.generation = generation;
  }

  @Override
  public SignedManifest manifest() {
    return generation.manifest();
  }

  @Override
  public ReplicaReader rows() {
    return new SqliteReplicaReader(this);
  }

  @Override
  public Path file() {
    return generation.file();
  }

  @Override
  public <T> T read(String attempted, Transaction<T> work) {
    if (closed.get() || !generation.retain()) {
      throw new StorageException(attempted + " in " + file() + ": it is closed", false);
    }
    try {
      return generation.read(attempted, work);
    } finally {
      generation.release();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      generation.release();
    }
  }
}
