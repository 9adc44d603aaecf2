package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import dev.tidemark.core.snapshot.spi.SnapshotFiles;

/** Looks at snapshot files that lie anywhere: binds {@link SnapshotFiles}, and needs nothing. */
public final class SqliteSnapshotFilesModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(SnapshotFiles.class).toInstance(new SqliteSnapshotFiles());
  }
}
