package dev.tidemark.core.query.spi;

import dev.tidemark.core.query.Extent;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads stored rows, tombstones and vanished ones included; what is parked or quarantined is not
 * among them. Each call sees one consistent snapshot. Safe for use by many threads.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface ReplicaReader {

  /** The row with this key, exactly as it was staged but for the mark of a vanished one. */
  Optional<Row> find(EntityType type, RowKey key);

  /** Those rows of these keys that are stored, in no particular order; each once. */
  List<Row> find(EntityType type, Collection<RowKey> keys);

  /**
   * Streams the rows of a range in key order: integers by value, text by code point. The rows are
   * there while the work runs, and not behind it; it need not take all of them, and it is quick,
   * since what changes meanwhile waits in memory or on the disk. What it throws reaches the caller.
   */
  <T> T read(EntityType type, KeyRange range, Function<Iterator<Row>, T> work);

  /** Number of rows and newest version. */
  Extent extent(EntityType type);

  /**
   * Streams all rows of the type in key order. What the consumer throws ends the stream and reaches
   * the caller.
   */
  default void scan(EntityType type, Consumer<Row> into) {
    read(
        type,
        KeyRange.ALL,
        rows -> {
          rows.forEachRemaining(into);
          return true;
        });
  }
}
