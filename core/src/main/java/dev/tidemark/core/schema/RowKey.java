package dev.tidemark.core.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The key of one row: a Long or a String for each field of the key, in the type's order.
 *
 * <p>Its {@link #text()} is the value itself for a single key and a JSON array for a composite one:
 * {@code 42}, {@code [42,"eth0"]}.
 */
public record RowKey(List<Object> values) {

  public RowKey {
    values = List.copyOf(values);
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

  public String text() {
    return values.size() == 1
        ? values.get(0).toString()
        : values.stream().map(RowKey::json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(Object value) {
    return value instanceof String text ? JsonText.quote(text) : value.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
