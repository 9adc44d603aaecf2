package dev.tidemark.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.schema.RowKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DirtySetsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final DirtySets sets = new DirtySets(2, clock());
  private final DirtySet first = sets.set(0);
  private final DirtySet second = sets.set(1);

  @Test
  void mark_twice_keepsTheLastWishAndCountsOnce() {
    first.mark(key(1), Wish.UPSERT);
    first.mark(key(1), Wish.DELETE);

    assertThat(first.count()).isOne();
    assertThat(sets.drain().wish(0, key(1))).contains(Wish.DELETE);
  }

  @Test
  void drain_takesAllSistersAndLeavesThemEmpty() {
    first.mark(key(1), Wish.UPSERT);
    second.mark(key(1), Wish.DELETE);
    second.mark(key(2), Wish.UPSERT);

    Cut cut = sets.drain();

    assertThat(cut.keys(0)).containsExactly(key(1));
    assertThat(cut.keys(1)).containsExactlyInAnyOrder(key(1), key(2));
    assertThat(cut.size()).isEqualTo(3);
    assertThat(sets.count()).isZero();
    assertThat(sets.oldest()).isEmpty();
    assertThat(sets.drain().size()).isZero();
  }

  @Test
  void merge_ofAnUntouchedKey_putsItBack() {
    first.mark(key(1), Wish.UPSERT);

    sets.merge(sets.drain());

    assertThat(sets.drain().wish(0, key(1))).contains(Wish.UPSERT);
  }

  @Test
  void merge_ofAKeyThatWasMarkedAgain_keepsTheNewerMark() {
    first.mark(key(1), Wish.UPSERT);
    Cut cut = sets.drain();
    first.mark(key(1), Wish.DELETE);

    sets.merge(cut);

    assertThat(first.count()).isOne();
    assertThat(sets.drain().wish(0, key(1))).contains(Wish.DELETE);
  }

  @Test
  void merge_ofWhatIsDone_putsNothingBack() {
    first.mark(key(1), Wish.UPSERT);
    first.mark(key(2), Wish.UPSERT);
    Cut cut = sets.drain();
    cut.done(0, key(1));

    sets.merge(cut);

    assertThat(sets.drain().keys(0)).containsExactly(key(2));
  }

  @Test
  void cut_ofEmptySets_knowsNothingOfLaterMarks() {
    Cut cut = sets.drain();
    first.mark(key(1), Wish.UPSERT);

    assertThat(cut.size()).isZero();
    assertThat(cut.wish(0, key(1))).isEmpty();
    assertThat(first.count()).isOne();
  }

  @Test
  void cut_ofManyMarks_givesTheKeysNearlyInTheirOrder() {
    IntStream.range(0, 10_000).forEach(i -> first.mark(key(i), Wish.UPSERT));

    List<RowKey> keys = sets.drain().keys(0);

    assertThat(keys).hasSize(10_000).doesNotHaveDuplicates();
    for (int i = 0; i < keys.size(); i++) {
      assertThat((Long) keys.get(i).values().get(0)).isBetween(i - 1_500L, i + 1_500L);
    }
  }

  @Test
  void oldest_isTheTimeOfTheFirstMark_andSurvivesAMerge() {
    first.mark(key(1), Wish.UPSERT);
    pass(Duration.ofSeconds(5));
    second.mark(key(2), Wish.UPSERT);
    first.mark(key(1), Wish.UPSERT);
    assertThat(sets.oldest()).contains(START);

    Cut cut = sets.drain();
    pass(Duration.ofSeconds(5));
    first.mark(key(3), Wish.UPSERT);
    assertThat(sets.oldest()).contains(START.plusSeconds(10));

    sets.merge(cut);
    assertThat(sets.oldest()).contains(START);
  }

  @Test
  void seal_takesWhatIsThereAndRefusesEveryLaterMark() {
    first.mark(key(1), Wish.UPSERT);

    Cut cut = sets.seal();

    assertThat(cut.keys(0)).containsExactly(key(1));
    assertThatThrownBy(() -> first.mark(key(2), Wish.UPSERT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the state was stopped");
    sets.merge(cut);
    assertThat(sets.drain().keys(0)).containsExactly(key(1));
  }

  /** Whoever marks parents first and children second never leaves a child alone in a cut. */
  @Test
  void drain_amongThreadsThatMarkInOrder_isOneCutThroughAllSets() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    CountDownLatch done = new CountDownLatch(2);
    try {
      for (int thread = 0; thread < 2; thread++) {
        int offset = thread;
        threads.execute(
            () -> {
              IntStream.range(0, 50_000)
                  .mapToObj(i -> key(2L * i + offset))
                  .forEach(
                      key -> {
                        first.mark(key, Wish.UPSERT);
                        second.mark(key, Wish.UPSERT);
                      });
              done.countDown();
            });
      }
      Set<RowKey> parents = new HashSet<>();
      Set<RowKey> children = new HashSet<>();
      boolean last;
      do {
        last = done.await(0, TimeUnit.SECONDS);
        Cut cut = sets.drain();
        parents.addAll(cut.keys(0));
        assertThat(parents.containsAll(cut.keys(1))).isTrue();
        children.addAll(cut.keys(1));
      } while (!last);
      assertThat(children).hasSize(100_000);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void marks_fromSixteenThreadsAmongDrainsAndMerges_areAllFound() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(17);
    CountDownLatch done = new CountDownLatch(16);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (int thread = 0; thread < 16; thread++) {
        int offset = thread;
        running.add(
            threads.submit(
                () -> {
                  IntStream.range(0, 5_000)
                      .forEach(i -> sets.set(i % 2).mark(key(16L * i + offset), Wish.UPSERT));
                  done.countDown();
                }));
      }
      Set<RowKey> found = new HashSet<>();
      boolean last;
      for (int turn = 0; ; turn++) {
        last = done.await(0, TimeUnit.SECONDS);
        Cut cut = sets.drain();
        if (turn % 2 == 0 && !last) {
          sets.merge(cut);
        } else {
          found.addAll(cut.keys(0));
          found.addAll(cut.keys(1));
        }
        if (last) {
          break;
        }
      }
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(found).hasSize(80_000);
      assertThat(sets.count()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private static RowKey key(long number) {
    return RowKey.of(number);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
