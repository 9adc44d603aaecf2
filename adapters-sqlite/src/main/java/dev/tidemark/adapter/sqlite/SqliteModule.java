package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.adapter.sqlite.SqliteConfig.Access;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.time.Scheduler;

/**
 * The replica in SQLite, and the state beside it: binds {@link ReplicaStore}, {@link ChangeFeed},
 * {@link CursorStore}, {@link SyncJournal}, {@link HeldRows} and {@link ReplicaReader}, and what
 * {@link SqliteStateModule} binds. Needs a {@link Schema} and, of the state that it stores, a
 * {@link StateEngine} and what {@link SqliteStateModule} needs. The database opens with the first
 * of them and closes with the application.
 *
 * <p>What a replica of an older version knows that is state now is taken over by the engine, under
 * the name of the schema.
 *
 * <p>A config that is {@linkplain SqliteConfig#sharing shared} binds {@link Leadership}, too, and
 * needs a {@link Scheduler}.
 */
public final class SqliteModule extends AbstractModule {

  private final SqliteConfig config;
  private final SqliteStateConfig state;

  /** With the state in the directory of the replica, to do the same with it. */
  public SqliteModule(SqliteConfig config) {
    this(config, besides(config));
  }

  /** With a state that is elsewhere, or has migrations of its own. */
  public SqliteModule(SqliteConfig config, SqliteStateConfig state) {
    this.config = config;
    this.state = state;
  }

  private static SqliteStateConfig besides(SqliteConfig config) {
    SqliteStateConfig state = SqliteStateConfig.in(config.directory());
    return switch (config.access()) {
      case EXCLUSIVE -> state;
      case SHARED -> state.sharing();
      case READ_ONLY -> state.asReadOnly();
    };
  }

  @Override
  protected void configure() {
    install(new SqliteStateModule(state));
    if (config.access() == Access.SHARED) {
      install(new SharingModule());
    }
  }

  @Provides
  @Singleton
  ReplicaOpening opening(Schema schema, StateEngine engine) {
    return new ReplicaOpening(
        config,
        schema,
        older -> SyncState.takeOver(engine, schema.name(), older.notBefore(), older.asked()));
  }

  @Provides
  @Singleton
  ReplicaDatabase database(ReplicaOpening opening) {
    return opening.open();
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
