package dev.tidemark.core.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one bucket and key add up to.
 *
 * @param bucket its beginning
 * @param keys in the order of the definition; as in a {@link dev.tidemark.core.schema.Row}
 * @param measures in the order of the definition; sums and counts are Long
 */
public record RollupCell(
    Instant bucket, List<@Nullable Object> keys, List<@Nullable Object> measures) {

  public RollupCell {
    keys = Collections.unmodifiableList(new ArrayList<>(keys));
    measures = Collections.unmodifiableList(new ArrayList<>(measures));
  }
}
