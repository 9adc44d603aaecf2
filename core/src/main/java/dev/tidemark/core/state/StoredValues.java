package dev.tidemark.core.state;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Row;
import java.util.Optional;

/** Reads values out of stored rows. One that cannot be read stays where it is, and is told. */
record StoredValues<V>(Codec<V> codec, Listener listener) {

  Optional<V> read(Row row) {
    try {
      requireWhole(row);
      return Optional.of(codec.decode(row));
    } catch (RuntimeException e) {
      listener.on(new StateEvent.Unreadable(codec.type(), row.key().text(), e));
      return Optional.empty();
    }
  }

  private static void requireWhole(Row row) {
    if (!row.missing().isEmpty()) {
      throw new IllegalArgumentException(
          "what is stored is no value of " + String.join(", ", row.missing()));
    }
  }
}
