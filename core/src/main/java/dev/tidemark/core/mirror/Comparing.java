package dev.tidemark.core.mirror;

import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.time.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Compares one table with the replica: digests of ranges whose bounds are the replica's keys, and
 * where they differ those of ever smaller ones, then rows. While the database works on one range,
 * the replica is read for the next.
 */
final class Comparing {

  /** Half of what a statement may take by default, so that few are stopped. */
  private static final Duration AIM = Duration.ofMillis(250);

  private static final int FIRST = 2_000;
  private static final int LEAST = 100;

  /** Where a range differs, half of it is read once more. */
  private static final int MOST = 16_000;

  /** Rows that are compared one by one. */
  private static final int SMALL = 500;

  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  /** A database that is always busy is compared all the same. */
  private static final int BUSY_PAUSES = 10;

  private final Pace pace = new Pace(FIRST, LEAST, MOST, AIM);
  private final Work work;
  private final EntityType type;
  private final MirrorRows mirror;
  private final Findings findings;
  private final RowByRow rows;
  private final Runnable between;

  /**
   * @param between run between two ranges, on the same thread
   */
  Comparing(Work work, Findings findings, Runnable between) {
    this.work = work;
    this.type = findings.type();
    this.mirror = work.target().rows(type);
    this.findings = findings;
    this.rows = new RowByRow(work, findings, between);
    this.between = between;
  }

  /** Compares the whole table. */
  Comparison run() {
    work.tell(
        new MirrorEvent.ComparisonStarted(work.mirror(), type, work.reader().extent(type).rows()));
    Digest replica = Digest.EMPTY;
    Optional<SourceRange> next = Optional.of(source(KeyRange.ALL));
    while (next.isPresent()) {
      SourceRange here = next.get();
      next = compare(here);
      replica = replica.plus(here.digest());
      work.tell(new MirrorEvent.RowsCompared(work.mirror(), type, replica.count()));
      between.run();
    }
    Comparison comparison = findings.comparison(replica);
    work.tell(new MirrorEvent.ComparisonEnded(work.mirror(), comparison));
    return comparison;
  }

  private SourceRange source(KeyRange from) {
    return SourceRange.read(work.reader(), type, from, pace.rows());
  }

  /** Compares one range, and gives the one behind it. */
  private Optional<SourceRange> compare(SourceRange here) {
    work.goOn();
    spareIfBusy();
    CompletableFuture<Optional<Digest>> theirs =
        CompletableFuture.supplyAsync(() -> timed(here), work.aside());
    Optional<SourceRange> next = behind(here, theirs);
    descendIfDifferent(here, joined(theirs));
    return next;
  }

  private Optional<SourceRange> behind(SourceRange here, CompletableFuture<?> running) {
    try {
      return here.range().upTo().map(KeyRange::behind).map(this::source);
    } catch (RuntimeException failure) {
      running.exceptionally(second -> null).join();
      throw failure;
    }
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw Causes.unwrapped(e);
    }
  }

  private void spareIfBusy() {
    Pauses pauses = new Pauses(work.ambient().scheduler());
    for (int i = 0; i < BUSY_PAUSES && work.target().isBusy(); i++) {
      pauses.pause(BUSY_PAUSE, "compare " + type + " on mirror " + work.mirror());
      work.goOn();
      between.run();
    }
  }

  /** Empty if it would take too long, which the next range learns from. */
  private Optional<Digest> timed(SourceRange here) {
    Clock clock = work.ambient().clock();
    Instant start = clock.instant();
    Optional<Digest> digest = digest(here);
    if (digest.isPresent()) {
      pace.took(here.rows().size(), Duration.between(start, clock.instant()));
    } else {
      pace.tooMuch();
    }
    return digest;
  }

  private Optional<Digest> digest(SourceRange here) {
    try {
      return Optional.of(mirror.digest(here.range()));
    } catch (TimedOutException tooLarge) {
      return Optional.empty();
    }
  }

  /**
   * @param theirs what the mirror's rows amount to, if that is known
   */
  private void descendIfDifferent(SourceRange here, Optional<Digest> theirs) {
    if (theirs.equals(Optional.of(here.digest()))) {
      return;
    }
    work.goOn();
    if (here.rows().size() <= SMALL) {
      rows.compare(here.range());
      return;
    }
    List<SourceRange> halves = here.halves();
    SourceRange first = halves.get(0);
    SourceRange second = halves.get(1);
    Optional<Digest> ofFirst = digest(first);
    descendIfDifferent(first, ofFirst);
    descendIfDifferent(second, rest(theirs, ofFirst).or(() -> digest(second)));
  }

  /** What is in the second half, unless rows moved meanwhile: then it is looked into in vain. */
  private static Optional<Digest> rest(Optional<Digest> whole, Optional<Digest> part) {
    return whole.flatMap(all -> part.map(all::minus));
  }
}
