package dev.tidemark.app.telemetry;

import static dev.tidemark.app.telemetry.Library.AUTHOR;
import static dev.tidemark.app.telemetry.Library.BOOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class TelemetryTest {

  private final Library library = new Library();
  private final Telemetry telemetry = Telemetry.of(library.schema, library.clock, Map.of());

  @Test
  void scrape_beforeAnything_hasEverySeriesWithNothingInIt() {
    telemetry.observe(library.observed(Leadership.always()));

    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_sync_rows_total{change=\"vanished\",type=\"book\"} 0.0",
            "tidemark_sync_cycles_total{mode=\"full\",status=\"partial\"} 0.0",
            "tidemark_sync_duration_seconds_bucket"
                + "{mode=\"full\",status=\"failed\",le=\"300.0\"} 0",
            "tidemark_sync_sweep_total{result=\"refused\",type=\"author\"} 0.0",
            "tidemark_sync_parents_given_up_total{type=\"author\"} 0.0",
            "tidemark_upstream_requests_total{outcome=\"rate_limited\"} 0.0",
            "tidemark_leadership_transitions_total{direction=\"lost\"} 0.0",
            "tidemark_replica_rows{status=\"live\",type=\"book\"} 0.0",
            "tidemark_upstream_not_before_seconds 0.0",
            "tidemark_state_flushes_total{outcome=\"failed\"} 0.0",
            "tidemark_state_rows_total{kind=\"upsert\"} 0.0",
            "tidemark_job_runs_total{job=\"tidy\",outcome=\"given_up\"} 0.0",
            "tidemark_job_waiting 0.0",
            "tidemark_rollup_ticks_total{place=\"replica\",result=\"lock_busy\",rollup=\"changes\"} 0.0",
            "tidemark_rollup_age_seconds{place=\"replica\",rollup=\"changes\"} NaN",
            "tidemark_snapshot_builds_total{snapshot=\"public\",way=\"forward\"} 0.0",
            "tidemark_snapshot_pushes_total{result=\"rejected\",snapshot=\"public\",target=\"edge-1\"} 0.0",
            "tidemark_snapshot_push_bytes_total{snapshot=\"public\",target=\"edge-1\",way=\"delta\"} 0.0",
            "tidemark_snapshot_size_bytes{snapshot=\"public\"} NaN",
            "tidemark_state_dirty 3.0",
            "tidemark_state_oldest_seconds 7.0",
            "tidemark_sync_freshness_seconds NaN",
            "tidemark_sync_peak_heap_bytes NaN",
            "tidemark_sync_peak_resident_bytes NaN",
            "tidemark_leadership 1.0");
  }

  @Test
  void scrape_everyMeter_isInTheDocument() throws IOException {
    telemetry.observe(library.observed(Leadership.always()));

    String page = Files.readString(Path.of("..", "docs", "telemetry.md"));
    assertThat(telemetry.scrape().lines().filter(line -> line.startsWith("# TYPE ")))
        .isNotEmpty()
        .extracting(line -> line.split(" ")[2])
        .filteredOn(name -> !name.endsWith("_max"))
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void rows_ofTheReplica_areCountedWhenAsked() {
    counts(() -> Map.of(AUTHOR, new Counts(Map.of("ok", 7L, "deleted", 2L), 7, 3, 4, 5)));

    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_replica_rows{status=\"live\",type=\"author\"} 7.0",
            "tidemark_replica_rows{status=\"tombstone\",type=\"author\"} 2.0",
            "tidemark_replica_rows{status=\"vanished\",type=\"author\"} 3.0",
            "tidemark_replica_rows{status=\"orphan\",type=\"author\"} 4.0",
            "tidemark_replica_rows{status=\"quarantined\",type=\"author\"} 5.0");
  }

  @Test
  void rows_howeverManySeries_areCountedOnceAScrape() {
    AtomicInteger asked = new AtomicInteger();
    counts(() -> Map.of(AUTHOR, new Counts(Map.of(), asked.incrementAndGet(), 0, 0, 0)));

    telemetry.scrape();

    assertThat(telemetry.scrape().lines())
        .contains("tidemark_replica_rows{status=\"live\",type=\"author\"} 2.0");
    assertThat(asked).hasValue(2);
  }

  @Test
  void rows_thatCannotBeRead_areNoNumberAndNoFailure() {
    counts(
        () -> {
          throw new StorageException("count rows: the file is locked", true);
        });

    assertThat(telemetry.scrape().lines())
        .contains("tidemark_replica_rows{status=\"live\",type=\"author\"} NaN");
  }

  /** Another process may have done the cycle: what this one heard of does not matter. */
  @Test
  void freshness_withoutACycleHere_growsFromTheJournal() {
    library.fill(1);
    library.sync(Mode.FULL, event -> {});
    telemetry.observe(library.observed(Leadership.always()));

    library.clock.advance(Duration.ofMinutes(2));
    assertThat(telemetry.scrape().lines()).contains("tidemark_sync_freshness_seconds 120.0");

    library.clock.advance(Duration.ofMinutes(1));
    assertThat(telemetry.scrape().lines()).contains("tidemark_sync_freshness_seconds 180.0");
  }

  @Test
  void notBefore_inTheLedger_isSecondsLeftAndNeverLess() {
    telemetry.observe(library.observed(Leadership.always()));
    library.ledger.leaveAloneUntil(Library.NOW.plusSeconds(60));

    assertThat(telemetry.scrape().lines()).contains("tidemark_upstream_not_before_seconds 60.0");

    library.clock.advance(Duration.ofMinutes(2));
    assertThat(telemetry.scrape().lines()).contains("tidemark_upstream_not_before_seconds 0.0");
  }

  @Test
  void leadership_whenAnotherLeads_isZero() {
    telemetry.observe(library.observed(new Following()));

    assertThat(telemetry.scrape().lines()).contains("tidemark_leadership 0.0");
  }

  /** A gauge that is read after the garbage is gone never shows what there was. */
  @Test
  void peakHeap_afterTheCycle_isWhatWasInUseInIt() {
    telemetry.observe(library.observed(Leadership.always()));
    tell(100, new SyncEvent.CycleStarted(1, Mode.FULL, Library.NOW));
    tell(900, new SyncEvent.RowsStaged(BOOK, 1_000));
    tell(200, Library.ended(new Fetch.Everything(BOOK), 1_500));
    assertThat(telemetry.scrape().lines()).contains("tidemark_sync_peak_heap_bytes 900.0");

    tell(50, new SyncEvent.MemoryHigh(950, 2_000));
    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_sync_peak_heap_bytes 950.0", "tidemark_sync_peak_resident_bytes 3000.0");

    tell(60, new SyncEvent.CycleStarted(2, Mode.FULL, Library.NOW));
    assertThat(telemetry.scrape().lines()).contains("tidemark_sync_peak_heap_bytes 60.0");
  }

  @Test
  void listener_thatFails_leavesTheCycleAlone() {
    telemetry.observe(
        new Observed(
            library.replica,
            library.journal,
            library.ledger,
            new BrokenProbe(),
            Leadership.always(),
            Library::atRest,
            Library.noMirrors(),
            library.jobs,
            library.rollups,
            library.publisher));

    assertThatCode(() -> library.sync(Mode.FULL, telemetry.listener())).doesNotThrowAnyException();
  }

  private void tell(long heap, SyncEvent event) {
    library.memory.set(heap, heap, OptionalLong.of(3_000));
    telemetry.listener().on(event);
  }

  private void counts(Supplier<Map<EntityType, Counts>> counts) {
    telemetry.observe(
        new Observed(
            new Counted(counts),
            library.journal,
            library.ledger,
            library.memory,
            Leadership.always(),
            Library::atRest,
            Library.noMirrors(),
            library.jobs,
            library.rollups,
            library.publisher));
  }

  private record Counted(Supplier<Map<EntityType, Counts>> rows) implements ReplicaStore {

    @Override
    public Staging stage(Mode mode) {
      throw new UnsupportedOperationException("only looked at");
    }

    @Override
    public Applied apply(Staging staging, ApplyPlan plan) {
      throw new UnsupportedOperationException("only looked at");
    }

    @Override
    public Map<EntityType, Counts> counts() {
      return rows.get();
    }
  }

  private static final class BrokenProbe implements MemoryProbe {

    @Override
    public long heapInUse() {
      throw new IllegalStateException("broken");
    }

    @Override
    public long liveHeap() {
      throw new IllegalStateException("broken");
    }

    @Override
    public OptionalLong peakResident() {
      return OptionalLong.empty();
    }
  }

  private static final class Following implements Leadership {

    @Override
    public boolean isLeader() {
      return false;
    }

    @Override
    public void watch(Runnable changed) {
      // It never changes.
    }
  }
}
