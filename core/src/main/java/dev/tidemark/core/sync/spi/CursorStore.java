package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import java.util.Map;
import java.util.Optional;

/**
 * Reads cursors. They are written by {@link ReplicaStore#apply}, in the data transaction.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface CursorStore {

  /** The cursors of all entity types that have one, from one snapshot. */
  Map<EntityType, Cursor> cursors();

  /** The {@link Upstream#identity()} of the last applied cycle; empty before the first. */
  Optional<String> identity();
}
