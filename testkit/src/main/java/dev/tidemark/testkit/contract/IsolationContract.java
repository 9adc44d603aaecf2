package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From outside, a cycle is there with all that belongs to it, or not at all. */
public interface IsolationContract extends ReplicaFixture {

  /** Every cycle stores one org with one ix, so whoever counts sees as many of either. */
  @Test
  @Timeout(60)
  default void apply_watchedFromOutside_isSeenWholeOrNotAtAll() throws Exception {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try (Cycles cycles = new Cycles(this)) {
      Future<?> writing = writer.submit(() -> writePairs(cycles.replica(), 50));
      do {
        assertSeenWhole(cycles.replica());
      } while (!writing.isDone());
      writing.get(30, TimeUnit.SECONDS);

      assertSeenWhole(cycles.replica());
      assertThat(cycles.rows(Sample.IX)).hasSize(50);
    } finally {
      writer.shutdownNow();
    }
  }

  @Test
  @Timeout(60)
  default void apply_twoAtOnce_queue() throws Exception {
    ExecutorService both = Executors.newFixedThreadPool(2);
    CyclicBarrier start = new CyclicBarrier(2);
    try (Cycles cycles = new Cycles(this)) {
      List<Callable<Object>> writers =
          List.of(1, 2).stream().map(n -> writer(cycles.replica(), start, n)).toList();
      for (Future<Object> done : both.invokeAll(writers, 60, TimeUnit.SECONDS)) {
        done.get();
      }

      assertThat(cycles.rows(Sample.ORG)).hasSize(40);
      assertThat(cycles.changes()).hasSize(40);
      assertThat(cycles.changes()).extracting(Change::position).doesNotHaveDuplicates();
    } finally {
      both.shutdownNow();
    }
  }

  private static Callable<Object> writer(Replica replica, CyclicBarrier start, int number) {
    return () -> {
      start.await(30, TimeUnit.SECONDS);
      for (int i = 0; i < 20; i++) {
        write(replica, i, Sample.live(Sample.ORG, number * 1_000L + i, 1));
      }
      return number;
    };
  }

  private static void writePairs(Replica replica, int pairs) {
    for (long id = 1; id <= pairs; id++) {
      write(
          replica, id, Sample.live(Sample.ORG, id, 1), Sample.live(Sample.IX, id, 1, "org_id", id));
    }
  }

  private static void write(Replica replica, long cycle, Row... rows) {
    try (Staging staging = replica.store().stage(Mode.INCREMENTAL)) {
      Cycles.stage(staging, Source.LIVE, rows);
      replica
          .store()
          .apply(
              staging,
              new ApplyPlan(
                  cycle,
                  Sample.day(500),
                  Cycles.HORIZON,
                  Set.copyOf(Sample.SCHEMA.types()),
                  Map.of(),
                  Set.of(),
                  Optional.empty(),
                  "contract"));
    }
  }

  private static void assertSeenWhole(Replica replica) {
    Map<EntityType, Counts> counts = replica.store().counts();
    assertThat(counts.get(Sample.IX).rows()).isEqualTo(counts.get(Sample.ORG).rows());
    List<Change> feed = replica.feed().after(Position.START, Integer.MAX_VALUE);
    assertThat(feed.size() % 2).as("changes that are seen, two a cycle").isZero();
    assertThat(replica.rows(Sample.IX))
        .as("rows of the changes that are seen")
        .extracting(Row::key)
        .containsAll(
            feed.stream().filter(change -> change.type().equals("ix")).map(Change::key).toList());
  }
}
