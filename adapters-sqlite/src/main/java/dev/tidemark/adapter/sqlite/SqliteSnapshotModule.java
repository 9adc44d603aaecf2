package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.snapshot.ExaminedSnapshot;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.time.Ambient;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Snapshots in SQLite files: binds {@link SnapshotStore}. Needs an {@link Ambient}. The directory
 * is taken at the start, or with the first build where it is shared, and given back when the
 * application closes.
 */
public final class SqliteSnapshotModule extends AbstractModule {

  private static final int LOOKS = 3;

  private final SqliteSnapshotConfig config;

  public SqliteSnapshotModule(SqliteSnapshotConfig config) {
    this.config = config;
  }

  /**
   * Looks at one file, wherever it is, that nobody writes to, and at the manifest beside it.
   *
   * @throws dev.tidemark.core.StorageException if it cannot be read
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted
   */
  public static ExaminedSnapshot examine(Path file) {
    ExecutorService threads = Executors.newFixedThreadPool(LOOKS);
    try {
      return new SnapshotExamination(file, new FileProof(threads)).examine();
    } finally {
      threads.shutdownNow();
    }
  }

  @Provides
  @Singleton
  SnapshotStore snapshotStore(Ambient ambient) {
    return SqliteSnapshotStore.open(config, ambient.clock());
  }
}
