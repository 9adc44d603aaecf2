package dev.tidemark.core.query.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads stored rows, tombstones and vanished ones included; what is parked or quarantined is not
 * among them. Each call sees one consistent snapshot. Safe for use by many threads.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface ReplicaReader {

  /** The row with this key, exactly as it was staged but for the mark of a vanished one. */
  Optional<Row> find(EntityType type, RowKey key);

  /**
   * Streams all rows of the type in key order: integers by value, text by code point. What the
   * consumer throws ends the stream and reaches the caller.
   */
  void scan(EntityType type, Consumer<Row> into);
}
