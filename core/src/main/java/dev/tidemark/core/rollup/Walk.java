package dev.tidemark.core.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A backfill on its way: what it is to compute, and what of it is done and stored.
 *
 * @param span from the first event to the last, when it began; in whole buckets, empty without any
 * @param stamp where the watermark goes when all is done: what was known when it began
 * @param done what was computed, by its beginning, adjacent parts in one
 */
public record Walk(Span span, Watermark stamp, List<Span> done) {

  public Walk {
    done = joined(done);
  }

  private static List<Span> joined(List<Span> parts) {
    List<Span> sorted = parts.stream().sorted(Comparator.comparing(Span::from)).toList();
    List<Span> joined = new ArrayList<>();
    for (Span part : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && !joined.get(last).to().isBefore(part.from())) {
        Span before = joined.remove(last);
        joined.add(new Span(before.from(), max(before.to(), part.to())));
      } else {
        joined.add(part);
      }
    }
    return List.copyOf(joined);
  }

  private static Instant max(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Whether this part was computed. */
  public boolean isDone(Span part) {
    return done.stream().anyMatch(each -> each.covers(part));
  }

  /** Whether all of it was. */
  public boolean isDone() {
    return span.isEmpty() || isDone(span);
  }
}
