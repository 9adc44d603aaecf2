package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupEvent.Lagging;
import dev.tidemark.core.rollup.RollupEvent.Stood;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.testkit.model.UsageEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for too long is told, and kept. */
final class AlarmTest {

  private final RollupBench bench = RollupBench.captured().filled();

  // scenario 17
  @Test
  void note_unprocessedForLong_isKeptAndToldWithEveryTickWhileItIsSo() {
    bench.put(UsageEvent.of(1));
    Duration weeks = Duration.ofDays(30);
    bench.clock.advance(weeks);
    bench.failAt("acquire", new StorageException("full", false));
    bench.tick();
    bench.store.comeBack();
    holdTheLease();

    bench.tick();
    bench.tick();

    assertThat(bench.told.events(Lagging.class))
        .containsExactly(
            new Lagging("usage_captured", "memory", weeks, 1),
            new Lagging("usage_captured", "memory", weeks, 1));
    assertThat(bench.standing().queued()).isEqualTo(1);
    bench.clock.advance(RollupBench.LEASE);
    bench.told.clear();

    assertThat(bench.tick()).isInstanceOf(Tick.Ran.class);

    assertThat(bench.told.events(Lagging.class)).isEmpty();
    bench.assertConverged();
  }

  @Test
  void note_asOldAsItMayBe_isNotTold() {
    bench.put(UsageEvent.of(1));
    bench.clock.advance(RollupBench.ALARM);
    holdTheLease();

    bench.tick();
    assertThat(bench.told.events(Lagging.class)).isEmpty();

    bench.clock.advance(Duration.ofMillis(1));
    bench.tick();
    assertThat(bench.told.events(Lagging.class)).hasSize(1);
  }

  private void holdTheLease() {
    bench.store.leases(bench.plan).acquire("other", RollupBench.LEASE);
  }

  /** Taken in by turns, the rest is as old as it is. */
  @Test
  void notes_moreThanAtOnce_restIsTold() {
    bench.put(UsageEvent.of(1), UsageEvent.of(2).when("11:15"), UsageEvent.of(3).when("12:15"));
    bench.clock.advance(Duration.ofHours(2));

    bench.tick();

    assertThat(bench.told.events(Lagging.class))
        .containsExactly(new Lagging("usage_captured", "memory", Duration.ofHours(2), 1));
    assertThat(bench.told.events(RollupEvent.class))
        .extracting(Object::getClass)
        .isEqualTo(List.of(Stood.class, Lagging.class, RollupEvent.Ticked.class));
  }

  /** A rollup a day behind is told to be so however often it ticks. */
  @Test
  void watermark_daysBehind_isTold() {
    RollupBench byTime = RollupBench.byTime().filled();
    byTime.put(UsageEvent.of(1));
    byTime.clock.advance(Duration.ofHours(30));
    byTime.put(UsageEvent.of(2).when("11:15"));
    byTime.clock.advance(Duration.ofHours(30));

    byTime.ran();

    assertThat(byTime.told.events(Lagging.class))
        .containsExactly(new Lagging("usage_by_time", "memory", Duration.ofHours(30), 0));
  }
}
