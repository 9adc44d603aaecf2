package dev.tidemark.app.cli;

import dev.tidemark.app.report.RollupView;
import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to see of a rollup.
 *
 * @param zone that was asked for
 * @param span in whole buckets
 */
record RollupLook(RollupView view, ZoneId zone, Span span) {

  private static final int SECONDS_OF_HOUR = 3_600;

  /** What to know of days that buckets do not fit into; empty where they do. */
  Optional<String> note(List<RollupCell> cells) {
    if (view.unit() != ChronoUnit.DAYS || cells.isEmpty()) {
      return Optional.empty();
    }
    if (view.plan().definition().bucket() == Bucket.DAY) {
      return isUtc(cells)
          ? Optional.empty()
          : Optional.of("%s adds up days of UTC, which are shown".formatted(view.plan().name()));
    }
    return cells.stream().anyMatch(this::isSplit)
        ? Optional.of(
            "days of %s begin within an hour of UTC, which is counted to the day in which it begins"
                .formatted(zone))
        : Optional.empty();
  }

  private boolean isUtc(List<RollupCell> cells) {
    return cells.stream().allMatch(cell -> offset(cell).equals(ZoneOffset.UTC));
  }

  private boolean isSplit(RollupCell cell) {
    return offset(cell).getTotalSeconds() % SECONDS_OF_HOUR != 0;
  }

  private ZoneOffset offset(RollupCell cell) {
    return zone.getRules().getOffset(cell.bucket());
  }
}
