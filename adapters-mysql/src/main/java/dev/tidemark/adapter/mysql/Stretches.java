package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Buckets that follow each other, as one stretch of time: what one statement takes. */
final class Stretches {

  private Stretches() {}

  static List<Span> of(Bucket length, Collection<Instant> buckets) {
    List<Span> stretches = new ArrayList<>();
    for (Instant bucket : new TreeSet<>(buckets)) {
      int last = stretches.size() - 1;
      boolean isNext = last >= 0 && stretches.get(last).to().equals(bucket);
      Instant from = isNext ? stretches.remove(last).from() : bucket;
      stretches.add(new Span(from, length.next(bucket)));
    }
    return stretches;
  }
}
