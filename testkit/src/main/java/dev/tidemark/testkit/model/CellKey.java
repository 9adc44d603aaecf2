package dev.tidemark.testkit.model;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.testkit.contract.KeyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which cell it is. In the order in which a store reads them: by bucket, then by the keys, null
 * first, text by code point.
 */
public record CellKey(Instant bucket, List<@Nullable Object> keys) implements Comparable<CellKey> {

  /** Values of one field that are not null; text by code point. */
  public static final Comparator<Object> VALUES = CellKey::compareValues;

  public CellKey {
    keys = Collections.unmodifiableList(new ArrayList<>(keys));
  }

  public static CellKey of(RollupCell cell) {
    return new CellKey(cell.bucket(), cell.keys());
  }

  RollupCell cell(List<@Nullable Object> measures) {
    return new RollupCell(bucket, keys, measures);
  }

  @Override
  public int compareTo(CellKey other) {
    int order = bucket.compareTo(other.bucket);
    for (int i = 0; order == 0 && i < keys.size(); i++) {
      order = compareNullable(keys.get(i), other.keys.get(i));
    }
    return order;
  }

  private static int compareNullable(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return compareValues(one, other);
  }

  private static int compareValues(Object one, Object other) {
    if (one instanceof Instant instant) {
      return instant.compareTo((Instant) other);
    }
    if (one instanceof Boolean flag) {
      return flag.compareTo((Boolean) other);
    }
    return one instanceof Double number
        ? number.compareTo((Double) other)
        : KeyOrder.compareValues(one, other);
  }
}
