package dev.tidemark.testkit.fake;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.Changes.BySequence;
import dev.tidemark.core.rollup.Changes.ByTime;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.model.CellKey;
import java.time.Instant;
import java.util.Set;

/** What lies behind the watermark of one rollup, and how much of it one advance takes. */
final class RollupWindow {

  private final RollupEvents events;
  private final Watermark from;
  private final Changes changes;
  private final Instant now;

  RollupWindow(RollupPlan plan, RollupContents contents, Instant now) {
    this.events = new RollupEvents(plan, contents);
    this.from = contents.rollup(plan).watermark;
    this.changes = plan.definition().changes();
    this.now = now;
  }

  /** Where the changes stand now: a walk that begins now knows all before. */
  Watermark stamp() {
    if (changes instanceof ByTime by) {
      return Watermark.at(now.minus(by.lag()));
    }
    return changes instanceof BySequence ? Watermark.at(events.lastSequence()) : Watermark.NONE;
  }

  /** Where the watermark goes. */
  Watermark end() {
    if (changes instanceof ByTime by && from.time().isPresent()) {
      Instant cap = from.time().get().plus(by.atMost());
      return later(from, Watermark.at(min(now.minus(by.lag()), cap)));
    }
    if (changes instanceof BySequence by && from.sequence().isPresent()) {
      long cap = from.sequence().getAsLong() + by.atMost();
      return later(from, Watermark.at(Math.min(events.lastSequence(), cap)));
    }
    return from;
  }

  /** Whether some of it has to wait only since one advance does not take as much. */
  boolean isCut() {
    return !end().equals(from) && !end().equals(later(from, stamp()));
  }

  Set<CellKey> cells(boolean settle) {
    return events.changed(event -> isWithin(event, settle));
  }

  private boolean isWithin(Row event, boolean settle) {
    if (from.time().isPresent()) {
      return events.isWrittenSince(from.time().get(), event)
          && (settle || !events.isWrittenSince(end().time().orElseThrow(), event));
    }
    return from.sequence().isPresent()
        && events.sequence(event) > from.sequence().getAsLong()
        && events.sequence(event) <= end().sequence().orElseThrow();
  }

  /** The one that is farther; of two of one kind. */
  static Watermark later(Watermark one, Watermark other) {
    boolean isLater =
        one.time().isPresent()
            ? other.time().orElseThrow().isAfter(one.time().get())
            : other.sequence().orElse(Long.MIN_VALUE) > one.sequence().orElse(Long.MIN_VALUE)
                || one.equals(Watermark.NONE);
    return isLater ? other : one;
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
