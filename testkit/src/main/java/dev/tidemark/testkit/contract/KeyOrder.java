package dev.tidemark.testkit.contract;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The order of keys: integers by value, text by code point, which is the order of its UTF-8 bytes
 * but not of Java's {@code char}s.
 */
public final class KeyOrder {

  private KeyOrder() {}

  /** Compares two keys of one entity type. */
  public static int compare(RowKey one, RowKey other) {
    List<Object> left = one.values();
    List<Object> right = other.values();
    for (int i = 0; i < left.size(); i++) {
      int order = compareValues(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Whether a range holds this key of its entity type. */
  public static boolean isWithin(KeyRange range, RowKey key) {
    return range.after().map(after -> compare(key, after) > 0).orElse(true)
        && range.upTo().map(upTo -> compare(key, upTo) <= 0).orElse(true);
  }

  /** Compares two values of one field: both Long, or both text. */
  public static int compareValues(Object one, Object other) {
    return one instanceof Long number
        ? number.compareTo((Long) other)
        : Arrays.compareUnsigned(utf8(one), utf8(other));
  }

  private static byte[] utf8(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
