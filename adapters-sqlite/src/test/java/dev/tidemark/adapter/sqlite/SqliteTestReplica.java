package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.testkit.contract.Replica;
import java.nio.file.Path;

/** A real replica file as the contracts want it. */
final class SqliteTestReplica implements Replica {

  private final Path directory;
  private final Schema schema;
  private final ReplicaDatabase database;
  private final ReplicaStore store;

  private SqliteTestReplica(Path directory, Schema schema, ReplicaDatabase database) {
    this.directory = directory;
    this.schema = schema;
    this.database = database;
    this.store = new SqliteReplicaStore(database, schema);
  }

  static SqliteTestReplica open(Path directory, Schema schema) {
    return new SqliteTestReplica(
        directory, schema, TestOpening.open(SqliteConfig.in(directory), schema));
  }

  ReplicaDatabase database() {
    return database;
  }

  @Override
  public ReplicaStore store() {
    return store;
  }

  @Override
  public ChangeFeed feed() {
    return new SqliteChangeFeed(database, schema);
  }

  @Override
  public CursorStore cursors() {
    return new SqliteCursorStore(database, schema);
  }

  @Override
  public HeldRows held() {
    return new SqliteHeldRows(database, schema);
  }

  @Override
  public SyncJournal journal() {
    return new SqliteSyncJournal(database);
  }

  @Override
  public ReplicaReader reader() {
    return new SqliteReplicaReader(database);
  }

  @Override
  public Replica reopen() {
    close();
    return open(directory, schema);
  }

  @Override
  public void close() {
    database.close();
  }
}
