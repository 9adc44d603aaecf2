package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.adapter.sqlite.SqliteConfig.Access;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.time.Scheduler;

/**
 * The replica in SQLite: binds {@link ReplicaStore}, {@link ChangeFeed}, {@link CursorStore},
 * {@link SyncJournal}, {@link HeldRows} and {@link ReplicaReader}; needs a {@link Schema}. The
 * database opens with the first of them and closes with the application.
 *
 * <p>A config that is {@linkplain SqliteConfig#sharing shared} binds {@link Leadership}, too, and
 * needs a {@link Scheduler}.
 */
public final class SqliteModule extends AbstractModule {

  private final SqliteConfig config;

  public SqliteModule(SqliteConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    if (config.access() == Access.SHARED) {
      install(new SharingModule(config));
    }
  }

  @Provides
  @Singleton
  ReplicaDatabase database(Schema schema) {
    return ReplicaOpening.open(config, schema);
  }

  @Provides
  @Singleton
  ReplicaStore replicaStore(ReplicaDatabase database, Schema schema) {
    return new SqliteReplicaStore(database, schema);
  }

  @Provides
  @Singleton
  ChangeFeed changeFeed(ReplicaDatabase database, Schema schema) {
    return new SqliteChangeFeed(database, schema);
  }

  @Provides
  @Singleton
  CursorStore cursorStore(ReplicaDatabase database, Schema schema) {
    return new SqliteCursorStore(database, schema);
  }

  @Provides
  @Singleton
  SyncJournal syncJournal(ReplicaDatabase database) {
    return new SqliteSyncJournal(database);
  }

  @Provides
  @Singleton
  HeldRows heldRows(ReplicaDatabase database, Schema schema) {
    return new SqliteHeldRows(database, schema);
  }

  @Provides
  @Singleton
  ReplicaReader replicaReader(ReplicaDatabase database) {
    return new SqliteReplicaReader(database);
  }
}
