package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig.Access;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.time.Ambient;

/**
 * Snapshots in SQLite files: binds {@link SnapshotStore}, and what {@link
 * SqliteSnapshotFilesModule} binds. Needs an {@link Ambient}. The directory is taken at the start
 * and given back when the application closes; where it is shared, it is taken for each build.
 */
public final class SqliteSnapshotModule extends AbstractModule {

  private final SqliteSnapshotConfig config;

  public SqliteSnapshotModule(SqliteSnapshotConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    install(new SqliteSnapshotFilesModule());
  }

  @Provides
  @Singleton
  SnapshotStore snapshotStore(Ambient ambient) {
    return config.access() == Access.SHARED
        ? new SharedSnapshotStore(config, ambient.clock())
        : SqliteSnapshotStore.open(config, ambient.clock());
  }
}
