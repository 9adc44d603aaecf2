package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import java.util.Map;

/** Reads cursors. They are written by {@link ReplicaStore#apply}, in the data transaction. */
@FunctionalInterface
public interface CursorStore {

  /**
   * The cursors of all entity types that have one, from one snapshot.
   *
   * @throws dev.tidemark.core.StorageException if the store cannot answer
   */
  Map<EntityType, Cursor> cursors();
}
