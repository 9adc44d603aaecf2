package dev.tidemark.app.telemetry;

import static dev.tidemark.app.telemetry.Library.AUTHOR;
import static dev.tidemark.app.telemetry.Library.BOOK;
import static dev.tidemark.app.telemetry.Library.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.OutOfMemoryGuardException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Tally;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SyncMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Library library = new Library();
  private final Listener meters =
      Listener.all(List.of(new SyncMeters(registry, library.schema), new UpstreamMeters(registry)));

  @Test
  void start_everySeries_isThereAndZero() {
    assertThat(registry.getMeters()).isNotEmpty().allSatisfy(SyncMetersTest::isZero);
    assertThat(count("tidemark.sync.rows", "type", "book", "change", "vanished")).isZero();
    assertThat(count("tidemark.sync.fallbacks", "type", "author")).isZero();
    assertThat(count("tidemark.sync.failures", "type", "author")).isZero();
    assertThat(count("tidemark.sync.orphans", "type", "book")).isZero();
    assertThat(count("tidemark.sync.parents.asked", "type", "author")).isZero();
    assertThat(count("tidemark.sync.sweep", "type", "book", "result", "refused")).isZero();
    assertThat(count("tidemark.sync.cycles", "status", "failed", "mode", "full")).isZero();
    assertThat(count("tidemark.sync.retries")).isZero();
    assertThat(count("tidemark.leadership.transitions", "direction", "lost")).isZero();
    assertThat(count("tidemark.upstream.requests", "outcome", "rate_limited")).isZero();
  }

  @Test
  void cycles_ofAllKinds_addNoSeries() {
    int before = registry.getMeters().size();
    library.fill(3);
    library.upstream.put(Library.book(9, 99));
    library.sync(Mode.FULL, meters);
    library.upstream.fail(what -> true, new UpstreamUnavailableException("gone"));
    assertThatThrownBy(() -> library.sync(Mode.INCREMENTAL, meters)).isNotNull();

    assertThat(registry.getMeters()).hasSize(before);
  }

  @Test
  void cycle_succeeded_isCountedWithItsRows() {
    library.fill(3);
    library.upstream.put(Library.book(9, 99));
    library.sync(Mode.INCREMENTAL, meters);

    assertThat(count("tidemark.sync.cycles", "status", "succeeded", "mode", "full")).isOne();
    assertThat(count("tidemark.sync.rows", "type", "author", "change", "inserted")).isEqualTo(3);
    assertThat(count("tidemark.sync.rows", "type", "book", "change", "inserted")).isEqualTo(3);
    assertThat(count("tidemark.sync.orphans", "type", "book")).isOne();
    assertThat(count("tidemark.sync.parents.asked", "type", "author")).isOne();
    assertThat(count("tidemark.sync.parents.answered", "type", "author")).isZero();
    assertThat(count("tidemark.upstream.requests", "outcome", "answered")).isEqualTo(3);
  }

  @Test
  void cycle_everyFateOfARow_isASeriesOfItsOwn() {
    Tally tally = new Tally(31, 1, 2, 3, 25, 0, 5, 6, 7, 8);
    tell(
        new SyncEvent.CycleSucceeded(
            Library.report(Mode.FULL, Duration.ofSeconds(12), Map.of(BOOK, tally))));

    assertThat(
            List.of(
                "inserted", "updated", "deleted", "released", "quarantined", "vanished", "purged"))
        .extracting(change -> count("tidemark.sync.rows", "type", "book", "change", change))
        .containsExactly(1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0);
  }

  @Test
  void duration_ofACycle_isInItsBuckets() {
    tell(new SyncEvent.CycleSucceeded(Library.report(Mode.FULL, Duration.ofSeconds(12), Map.of())));

    Timer timer =
        registry.get("tidemark.sync.duration").tags("status", "succeeded", "mode", "full").timer();
    assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(12);
    assertThat(timer.takeSnapshot().histogramCounts())
        .extracting(each -> each.bucket(TimeUnit.SECONDS))
        .containsExactly(1.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0);
  }

  @Test
  void duration_ofAFailedCycle_isFromItsStart() {
    tell(
        new SyncEvent.CycleStarted(1, Mode.FULL, NOW),
        new SyncEvent.CycleFailed(
            1, Mode.FULL, new UpstreamUnavailableException("gone"), NOW.plusSeconds(4)));

    assertThat(
            registry
                .get("tidemark.sync.duration")
                .tags("status", "failed", "mode", "full")
                .timer()
                .totalTime(TimeUnit.SECONDS))
        .isEqualTo(4);
  }

  /** It counts with those that failed, as the alert wants it, and took no time. */
  @Test
  void cycle_thatCouldNotBegin_hasFailed() {
    tell(new SyncEvent.CycleNotBegun(Mode.FULL, new StorageException("full", false)));

    assertThat(count("tidemark.sync.cycles", "status", "failed", "mode", "full")).isOne();
    assertThat(
            registry
                .get("tidemark.sync.duration")
                .tags("status", "failed", "mode", "full")
                .timer()
                .count())
        .isZero();
  }

  @Test
  void failures_ofTheMemoryGuard_areOfNoType() {
    tell(
        new SyncEvent.FetchStarted(new Fetch.Everything(BOOK)),
        Library.ended(new Fetch.Everything(BOOK), 1),
        new SyncEvent.CycleFailed(1, Mode.FULL, new OutOfMemoryGuardException("much"), NOW));

    assertThat(count("tidemark.sync.failures", "type", "book")).isZero();
  }

  @Test
  void failures_ofAWholeCycle_areOfTheTypeThatWasRead() {
    library.fill(1);
    library.upstream.fail(
        what -> what.type().equals(BOOK), new UpstreamUnavailableException("gone"));

    assertThatThrownBy(() -> library.sync(Mode.FULL, meters)).isNotNull();

    assertThat(count("tidemark.sync.failures", "type", "book")).isOne();
    assertThat(count("tidemark.sync.failures", "type", "author")).isZero();
    assertThat(count("tidemark.upstream.requests", "outcome", "unavailable")).isOne();
  }

  @Test
  void failures_ofACycleThatIsStoppedOrApplying_areOfNoType() {
    tell(
        new SyncEvent.FetchStarted(new Fetch.Everything(BOOK)),
        new SyncEvent.CycleFailed(1, Mode.FULL, new CancelledException("stopped"), NOW),
        new SyncEvent.FetchStarted(new Fetch.Everything(BOOK)),
        Library.ended(new Fetch.Everything(BOOK), 1),
        new SyncEvent.ApplyStarted(2),
        new SyncEvent.CycleFailed(2, Mode.FULL, new StorageException("full", false), NOW));

    assertThat(count("tidemark.sync.failures", "type", "book")).isZero();
  }

  @Test
  void keys_askedByASweep_areNoParents() {
    tell(
        keys(AUTHOR_KEYS, 1),
        new SyncEvent.Swept(AUTHOR, 40, 3, 2),
        keys(BOOK_KEYS, 0),
        new SyncEvent.SweepRefused(BOOK, 60, 100, "too many"),
        keys(AUTHOR_KEYS, 2),
        new SyncEvent.ParentsGivenUp(AUTHOR, 5),
        new SyncEvent.ApplyStarted(1));

    assertThat(count("tidemark.sync.parents.asked", "type", "author")).isEqualTo(3);
    assertThat(count("tidemark.sync.parents.answered", "type", "author")).isEqualTo(2);
    assertThat(count("tidemark.sync.parents.given_up", "type", "author")).isEqualTo(5);
    assertThat(count("tidemark.sync.parents.asked", "type", "book")).isZero();
    assertThat(count("tidemark.sync.sweep", "type", "author", "result", "asked")).isEqualTo(3);
    assertThat(count("tidemark.sync.sweep", "type", "author", "result", "vanished")).isEqualTo(2);
    assertThat(count("tidemark.sync.sweep", "type", "author", "result", "postponed")).isEqualTo(37);
    assertThat(count("tidemark.sync.sweep", "type", "book", "result", "refused")).isEqualTo(60);
  }

  @Test
  void keys_ofSeveralParents_areCountedForEach() {
    tell(keys(BOOK_KEYS, 1), keys(AUTHOR_KEYS, 3), new SyncEvent.ApplyStarted(1));

    assertThat(count("tidemark.sync.parents.answered", "type", "book")).isOne();
    assertThat(count("tidemark.sync.parents.answered", "type", "author")).isEqualTo(3);
  }

  @Test
  void typesAndSchedule_whatHappensToThem_isCounted() {
    UpstreamUnavailableException failure = new UpstreamUnavailableException("gone");
    tell(
        new SyncEvent.FellBack(BOOK, failure),
        new SyncEvent.TypeFailed(BOOK, failure),
        new SyncEvent.RetryScheduled(2, NOW),
        new SyncEvent.TriggerDropped(Mode.FULL),
        new SyncEvent.LeadershipChanged(true));

    assertThat(count("tidemark.sync.fallbacks", "type", "book")).isOne();
    assertThat(count("tidemark.sync.failures", "type", "book")).isOne();
    assertThat(count("tidemark.sync.retries")).isOne();
    assertThat(count("tidemark.sync.triggers.dropped")).isOne();
    assertThat(count("tidemark.leadership.transitions", "direction", "gained")).isOne();
    assertThat(count("tidemark.leadership.transitions", "direction", "lost")).isZero();
  }

  @Test
  void requests_thatFail_areCountedOnceByWhy() {
    UpstreamUnavailableException failure = new UpstreamUnavailableException("gone");
    tell(
        new SyncEvent.FetchStarted(new Fetch.Since(BOOK, NOW)),
        new SyncEvent.FellBack(BOOK, failure),
        new SyncEvent.TypeFailed(BOOK, failure));

    assertThat(count("tidemark.upstream.requests", "outcome", "unavailable")).isOne();
  }

  @Test
  void requests_overTheBudget_wereNotSent() {
    tell(
        new SyncEvent.FetchStarted(new Fetch.Since(BOOK, NOW)),
        new SyncEvent.CycleFailed(1, Mode.FULL, new BudgetSpentException("spent", NOW), NOW));

    assertThat(registry.find("tidemark.upstream.requests").counters())
        .allSatisfy(SyncMetersTest::isZero);
  }

  private static final List<RowKey> AUTHOR_KEYS =
      LongStream.rangeClosed(1, 3).mapToObj(RowKey::of).toList();
  private static final List<RowKey> BOOK_KEYS = List.of(RowKey.of(1L));

  private static SyncEvent.FetchEnded keys(List<RowKey> keys, long rows) {
    return Library.ended(new Fetch.ByKey(keys.size() == 3 ? AUTHOR : BOOK, keys), rows);
  }

  private void tell(Event... events) {
    List.of(events).forEach(meters::on);
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private static void isZero(Meter meter) {
    assertThat(meter.measure())
        .as(meter.getId().toString())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.getValue()).isZero());
  }
}
