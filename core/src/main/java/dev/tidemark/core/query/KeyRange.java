package dev.tidemark.core.query;

import dev.tidemark.core.schema.RowKey;
import java.util.Optional;

/**
 * The keys of one entity type behind a first one, up to and including a last one, in key order:
 * integers by value, text by code point, the first field of a composite key first.
 *
 * @param after empty for a range without a beginning
 * @param upTo empty for a range without an end
 */
public record KeyRange(Optional<RowKey> after, Optional<RowKey> upTo) {

  /** Every key. */
  public static final KeyRange ALL = new KeyRange(Optional.empty(), Optional.empty());

  /** What is behind this key. */
  public static KeyRange behind(RowKey key) {
    return new KeyRange(Optional.of(key), Optional.empty());
  }

  /** The part of this range that ends with this key. */
  public KeyRange upTo(RowKey key) {
    return new KeyRange(after, Optional.of(key));
  }

  /** The part of this range that is behind this key. */
  public KeyRange after(RowKey key) {
    return new KeyRange(Optional.of(key), upTo);
  }
}
