package dev.tidemark.core.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;

/**
 * Turns values of an application into complete rows of an entity type, and back. Safe for use by
 * many threads.
 *
 * @param <V> immutable: a value that is changed in place is written at no certain time
 */
public interface Codec<V> {

  EntityType type();

  /** The key of the value's row. */
  RowKey key(V value);

  /** The row of a value; none of its fields is missing. */
  Row encode(V value);

  /** The value of a row that {@link #encode} made, perhaps of an older version of it. */
  V decode(Row row);

  /** Rows as they are. */
  static Codec<Row> rows(EntityType type) {
    return new RowCodec(type);
  }

  /**
   * Records whose components are the fields of the type, in any order: {@code nodeHash} stands for
   * {@code node_hash}. A component is a long, int, double, boolean, String or Instant, or an
   * Optional of one for a field that may be null.
   *
   * @throws IllegalArgumentException with every component and field that has no counterpart
   */
  static <R extends Record> Codec<R> records(EntityType type, Class<R> record) {
    return RecordCodec.of(type, record);
  }
}
