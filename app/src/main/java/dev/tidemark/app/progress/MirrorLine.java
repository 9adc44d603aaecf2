package dev.tidemark.app.progress;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.schema.EntityType;
import java.time.Duration;
import java.util.Optional;

/** What there is to say of an event of a mirror, on one line. */
final class MirrorLine {

  private MirrorLine() {}

  /**
   * @param took since what has ended began
   */
  static Optional<String> of(MirrorEvent event, Duration took) {
    if (event instanceof MirrorEvent.CopyEnded ended) {
      return Optional.of(row(task(ended, ended.type(), "copied"), ended.rows(), took));
    }
    if (event instanceof MirrorEvent.ComparisonEnded ended) {
      Comparison found = ended.comparison();
      String task = task(ended, found.type(), "compared");
      return Optional.of(row(task, found.replica().count(), took) + drift(found));
    }
    return event instanceof MirrorEvent.PlaceLost lost
        ? Optional.of(
            "%s: all tables are compared, since its place in the feed is lost: %s"
                .formatted(lost.mirror(), OneLine.of(lost.reason())))
        : Optional.empty();
  }

  static String task(MirrorEvent event, EntityType type, String what) {
    return "%s %-13s %-8s".formatted(event.mirror(), type.name(), what);
  }

  private static String row(String task, long rows, Duration took) {
    return "%s %11s %-4s %9s"
        .formatted(task, Amounts.count(rows), rows == 1 ? "row" : "rows", Amounts.time(took));
  }

  private static String drift(Comparison found) {
    return found.isEqual() ? "" : "  %s differ".formatted(Amounts.count(found.drift()));
  }
}
