package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.snapshot.SignedManifest;

/**
 * One reference to a snapshot that is served; it stays open until the last one is closed. Where
 * another process writes, which knows nothing of this one, it removes old files all the same: then
 * one read at a time goes on, while a second one beside it may fail with a {@link
 * dev.tidemark.core.StorageException} and wants another reference.
 */
public interface SnapshotReader extends AutoCloseable {

  SignedManifest manifest();

  /**
   * Its rows, of the types of the {@linkplain dev.tidemark.core.snapshot.SnapshotPlan#schema file}.
   */
  ReplicaReader rows();

  /** Idempotent. */
  @Override
  void close();
}
