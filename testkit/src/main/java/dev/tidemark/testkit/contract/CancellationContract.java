package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.feed.Change;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever interrupts an apply gets the replica as it was. */
public interface CancellationContract extends ReplicaFixture {

  @Test
  default void apply_interrupted_changesNothingAndTheNextOneWorks() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(3, 1));
      Map<EntityType, Counts> counts = cycles.replica().store().counts();
      List<Change> feed = cycles.changes();

      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        Cycles.stage(staging, Source.LIVE, orgs(20_000, 2));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> cycles.apply(staging))
            .isInstanceOf(CancelledException.class)
            .hasMessageContaining("apply cycle 2")
            .hasMessageContaining("stopped; nothing was changed");
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      }

      assertThat(cycles.replica().store().counts()).isEqualTo(counts);
      assertThat(cycles.changes()).isEqualTo(feed);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(orgs(3, 1));
      assertThat(Cycles.total(cycles.live(orgs(4, 2))).changes()).isEqualTo(4);
    }
  }

  /** Whenever it comes: the cycle is in the replica when apply returns, and not when it throws. */
  @Test
  @Timeout(120)
  default void apply_interruptedMeanwhile_isThereWholeOrNotAtAll() throws Exception {
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try (Cycles cycles = new Cycles(this)) {
      for (int day = 1; day <= 12; day++) {
        int before = cycles.changes().size();
        CompletableFuture<Thread> working = new CompletableFuture<>();
        Row[] rows = orgs(2_000, day);

        boolean applied =
            interrupted(worker.submit(() -> apply(cycles, rows, working)), working, day);

        assertThat(cycles.changes()).hasSize(before + (applied ? rows.length : 0));
        assertThat(cycles.rows(Sample.ORG).contains(rows[0])).isEqualTo(applied);
      }
    } finally {
      worker.shutdownNow();
    }
  }

  private static boolean apply(Cycles cycles, Row[] rows, CompletableFuture<Thread> working) {
    try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      Cycles.stage(staging, Source.LIVE, rows);
      working.complete(Thread.currentThread());
      cycles.apply(staging);
      return true;
    } catch (CancelledException e) {
      return false;
    }
  }

  private static boolean interrupted(
      Future<Boolean> applied, CompletableFuture<Thread> working, int afterMillis)
      throws Exception {
    Thread worker = working.get(60, TimeUnit.SECONDS);
    try {
      return applied.get(afterMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      worker.interrupt();
      return applied.get(60, TimeUnit.SECONDS);
    }
  }

  private static Row[] orgs(int rows, int day) {
    Row[] orgs = new Row[rows];
    for (int i = 0; i < rows; i++) {
      orgs[i] = Sample.live(Sample.ORG, i + 1, day);
    }
    return orgs;
  }
}
