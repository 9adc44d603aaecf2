package dev.tidemark.core.rollup;

import java.util.List;

/**
 * What a backfill did, or would do.
 *
 * @param span all that it is about; empty without any events
 * @param computed the parts of it that were computed this time, or would be
 * @param skipped how many parts had been before
 * @param cells written or removed
 * @param dry whether it only looked
 */
public record Backfilled(Span span, List<Span> computed, int skipped, long cells, boolean dry) {

  public Backfilled {
    computed = List.copyOf(computed);
  }
}
