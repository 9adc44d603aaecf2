package dev.tidemark.core.rollup;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.rollup.spi.RollupTable.Compared;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The verification of one rollup. */
record Checking(KeptRollup rollup, RollupParts parts, RollupTerms terms) {

  private static final int SHOWN = 5;

  Verified check(boolean all) {
    if (!rollup.standing().isComplete()) {
      throw rollup.incomplete("it was never filled, or not since its triggers were made anew");
    }
    Optional<Span> extent = parts.walks().extent();
    List<Span> spans = extent.map(span -> all ? slices(span) : sample(span)).orElse(List.of());
    Verified found = compare(spans);
    return found.mismatches() == 0 ? told(found) : repaired(found);
  }

  private Verified told(Verified found) {
    terms.tell(new RollupEvent.Checked(rollup.name(), rollup.place(), found));
    return found;
  }

  /** What differs is noted: whoever is at it takes it in, if it is not this one. */
  private Verified repaired(Verified found) {
    try {
      rollup.takeInAll(false);
    } catch (AlreadyRunningException otherIsAtIt) {
      return told(found);
    } catch (TidemarkException failure) {
      told(found);
      throw failure;
    }
    return told(found.asRepaired());
  }

  private List<Span> slices(Span extent) {
    return terms.policy().slice().of(extent);
  }

  /** By chance, and the last, where most happens. */
  private List<Span> sample(Span extent) {
    Bucket bucket = rollup.plan().definition().bucket();
    long seconds = Duration.between(extent.from(), extent.to()).toSeconds();
    TreeSet<Instant> chosen = new TreeSet<>();
    chosen.add(bucket.floor(extent.to().minusNanos(1)));
    for (int i = 1; i < terms.policy().sample(); i++) {
      long offset = terms.ambient().random().nextLong(seconds);
      chosen.add(bucket.floor(extent.from().plusSeconds(offset)));
    }
    return chosen.stream().map(start -> new Span(start, bucket.next(start))).toList();
  }

  private Verified compare(List<Span> spans) {
    long cells = 0;
    long mismatches = 0;
    List<RollupCell> some = new ArrayList<>();
    for (Span span : spans) {
      rollup.endIfInterrupted();
      Compared compared = parts.table().compare(span);
      cells += compared.cells();
      mismatches += compared.mismatches();
      compared.some().stream().limit(SHOWN - some.size()).forEach(some::add);
    }
    return new Verified(buckets(spans), cells, mismatches, some, false);
  }

  private long buckets(List<Span> spans) {
    Duration one =
        Duration.between(Instant.EPOCH, rollup.plan().definition().bucket().next(Instant.EPOCH));
    return spans.stream()
        .mapToLong(span -> Duration.between(span.from(), span.to()).dividedBy(one))
        .sum();
  }
}
