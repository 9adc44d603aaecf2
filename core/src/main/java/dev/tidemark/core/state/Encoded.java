package dev.tidemark.core.state;

import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import java.util.List;
import java.util.Optional;

/** The rows of values. */
final class Encoded {

  private Encoded() {}

  /**
   * The row of a value, as complete as a store needs it.
   *
   * @throws RuntimeException if the value is no row
   */
  static <V> Row row(Codec<V> codec, V value) {
    Row row = codec.encode(value);
    List<Field> fields = row.type().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (row.isMissing(i) || row.value(i) == null && !fields.get(i).nullable()) {
        throw new IllegalArgumentException("no value for " + fields.get(i).name());
      }
    }
    return row;
  }

  /** The row of a value, if it is one; a flush tells of those that are not. */
  static <V> Optional<Row> find(Codec<V> codec, V value) {
    try {
      return Optional.of(row(codec, value));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
