package dev.tidemark.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The key of one row: a Long or a String for each field of the key, in the type's order.
 *
 * <p>Its {@link #text()} is the value itself for a single key and a JSON array for a composite one:
 * {@code 42}, {@code [42,"eth0"]}.
 */
public final class RowKey {

  private final List<Object> values;

  /** Keys are looked up far more often than made. */
  private final int hash;

  /**
   * @param values in the order of the type's key
   */
  public RowKey(List<Object> values) {
    this.values = List.copyOf(values);
    this.hash = this.values.hashCode();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a row key has at least one value");
    }
    for (Object value : values) {
      if (!(value instanceof Long || value instanceof String)) {
        throw new IllegalArgumentException(
            "a row key holds Long or String, not " + value.getClass().getSimpleName());
      }
    }
  }

  public static RowKey of(Object... values) {
    return new RowKey(List.of(values));
  }

  public List<Object> values() {
    return values;
  }

  public String text() {
    return values.size() == 1
        ? values.get(0).toString()
        : values.stream().map(RowKey::json).collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * The key of a row of this type from its {@link #text()}.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static RowKey parse(EntityType type, String text) {
    List<String> parts = type.key().size() == 1 ? List.of(text) : JsonText.parts(text);
    if (parts.size() != type.key().size()) {
      throw new IllegalArgumentException("not a key of " + type.name() + ": " + text);
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean integer =
          type.field(type.key().get(i))
              .map(Field::type)
              .filter(FieldType.INTEGER::equals)
              .isPresent();
      values.add(integer ? (Object) Long.valueOf(parts.get(i)) : parts.get(i));
    }
    return new RowKey(values);
  }

  private static String json(Object value) {
    return value instanceof String text ? JsonText.quote(text) : value.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof RowKey key && hash == key.hash && values.equals(key.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text();
  }
}
