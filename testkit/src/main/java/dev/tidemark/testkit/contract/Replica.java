package dev.tidemark.testkit.contract;

import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.util.ArrayList;
import java.util.List;

/** All sides of one replica, so that a contract can write through one and look through the rest. */
public interface Replica extends AutoCloseable {

  ReplicaStore store();

  ChangeFeed feed();

  CursorStore cursors();

  HeldRows held();

  SyncJournal journal();

  ReplicaReader reader();

  /** The stored rows of a type in key order. */
  default List<Row> rows(EntityType type) {
    List<Row> rows = new ArrayList<>();
    reader().scan(type, rows::add);
    return rows;
  }

  /**
   * Closes this replica and opens the same data again, as after a restart; what never leaves memory
   * returns itself.
   */
  Replica reopen();

  /** Idempotent. */
  @Override
  void close();
}
