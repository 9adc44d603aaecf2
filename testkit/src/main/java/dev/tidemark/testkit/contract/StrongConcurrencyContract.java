package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads read and write at once. */
public interface StrongConcurrencyContract extends StrongStoreFixture {

  /** A writer does not wait for readers, and readers do not see it until they begin again. */
  @Test
  @Timeout(60)
  default void read_whileAnotherThreadWrites_seesOneSnapshot() {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    Row before = StateSample.platform("p", "one");
    Row after = StateSample.platform("p", "two");
    rows.insert(before);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      List<Row> seen =
          rows.store()
              .read(
                  "look twice",
                  read -> {
                    List<Row> first = StrongRows.rows(read, StateSample.PLATFORM);
                    await(writer.submit(() -> rows.update(after, 1)));
                    await(writer.submit(() -> rows.insert(StateSample.subscription("s"))));
                    assertThat(StrongRows.rows(read, StateSample.SUBSCRIPTION)).isEmpty();
                    assertThat(StrongRows.rows(read, StateSample.PLATFORM)).isEqualTo(first);
                    return first;
                  });

      assertThat(seen).containsExactly(before);
      assertThat(rows.rows(StateSample.PLATFORM)).containsExactly(after);
    } finally {
      writer.shutdownNow();
    }
  }

  /** All 20 believe in the same version each time, and one of them is right. */
  @Test
  @Timeout(120)
  default void update_byManyThreadsOfOneVersion_isWonByOne() throws Exception {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(StateSample.platform("p", "nobody"));
    for (long version = 1; version <= 5; version++) {
      long expected = version;
      List<Boolean> won =
          atOnce(20, n -> rows.update(StateSample.platform("p", "thread " + n), expected));

      assertThat(won).as("who wrote version %d", version + 1).containsOnlyOnce(true);
      StoredRow stored = rows.find(StateSample.PLATFORM, RowKey.of("p")).orElseThrow();
      assertThat(stored.version()).isEqualTo(version + 1);
      assertThat(stored.row().value("name")).isEqualTo("thread " + won.indexOf(true));
    }
  }

  @Test
  @Timeout(120)
  default void insert_byManyThreadsOfOneKey_isWonByOne() throws Exception {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));

    List<Boolean> won = atOnce(20, n -> rows.insert(StateSample.platform("p", "thread " + n)));

    assertThat(won).containsOnlyOnce(true);
    assertThat(rows.rows(StateSample.PLATFORM))
        .containsExactly(StateSample.platform("p", "thread " + won.indexOf(true)));
  }

  /** What a transaction read is still so when it writes: no increment is lost. */
  @Test
  @Timeout(120)
  default void write_whatWasReadInIt_staysTrueToItsEnd() throws Exception {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(counter(0));

    List<Boolean> done = atOnce(20, n -> rows.store().write("count", this::increment));

    assertThat(done).doesNotContain(false);
    assertThat(rows.rows(StateSample.STRONG_EVERY)).containsExactly(counter(20));
  }

  private boolean increment(StrongTransaction write) {
    StoredRow stored = write.find(StateSample.STRONG_EVERY, RowKey.of(1L)).orElseThrow();
    long next = (Long) stored.row().value("whole") + 1;
    return write.update(counter(next), stored.version(), StateSample.at(next));
  }

  private static Row counter(long count) {
    return StateSample.row(StateSample.STRONG_EVERY, "id", 1L, "whole", count);
  }

  private static List<Boolean> atOnce(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int n = 0; n < threads; n++) {
        int number = n;
        all.add(
            () -> {
              start.await(30, TimeUnit.SECONDS);
              return work.by(number);
            });
      }
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> done : pool.invokeAll(all, 60, TimeUnit.SECONDS)) {
        results.add(done.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(Future<Boolean> writing) {
    assertThat(writing).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(true);
  }

  /** What one of several threads does. */
  @FunctionalInterface
  interface Work {
    boolean by(int thread);
  }
}
