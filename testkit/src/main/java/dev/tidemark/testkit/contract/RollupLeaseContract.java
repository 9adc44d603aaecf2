package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.spi.RollupLeases.Acquired;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One at a time writes, and who has been overtaken writes nothing. */
public interface RollupLeaseContract extends RollupFixture {

  // scenario 9
  @Test
  default void acquire_whileAnotherHasIt_saysWhoAndCounts() {
    try (Rolled rolled = prepared()) {
      Acquired second = rolled.leases().acquire("second", Rolled.LEASE);

      assertThat(second)
          .asInstanceOf(type(Acquired.Busy.class))
          .satisfies(
              busy -> {
                assertThat(busy.holder()).isEqualTo("first");
                assertThat(busy.until())
                    .isBetween(
                        rolled.now().plus(Duration.ofMinutes(50)), rolled.now().plus(Rolled.LEASE));
              });
      assertThat(rolled.standing().lockMisses()).isEqualTo(1);
      rolled.leases().acquire("third", Rolled.LEASE);
      assertThat(rolled.standing().lockMisses()).isEqualTo(2);
    }
  }

  /** Who was told to stop still makes room for others. */
  @Test
  default void acquireAndRelease_interruptedThread_areDone() {
    try (Rolled rolled = prepared()) {
      Thread.currentThread().interrupt();
      rolled.leases().release(rolled.lease());
      Acquired next = rolled.leases().acquire("second", Rolled.LEASE);
      rolled.table().failed("stopped");

      assertThat(Thread.interrupted()).as("whether it stays interrupted").isTrue();
      assertThat(next).isInstanceOf(Acquired.Mine.class);
      assertThat(rolled.standing().lastFailure()).isPresent();
    } finally {
      Thread.interrupted();
    }
  }

  // scenario 9
  @Test
  @Timeout(60)
  default void acquire_severalAtOnce_oneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Rolled rolled = prepared()) {
      rolled.leases().release(rolled.lease());
      List<Callable<Acquired>> claims = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String holder = "holder " + i;
        claims.add(
            () -> rolled.place().newStore().leases(rolled.plan()).acquire(holder, Rolled.LEASE));
      }
      int mine = 0;
      for (Future<Acquired> claim : threads.invokeAll(claims, 50, TimeUnit.SECONDS)) {
        mine += claim.get() instanceof Acquired.Mine ? 1 : 0;
      }

      assertThat(mine).isEqualTo(1);
      assertThat(rolled.standing().lockMisses()).isEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void acquire_twoRollups_areTwoLeases() {
    try (Rolled rolled = prepared()) {
      Rolled other = rolled.beside(UsageRollup.CAPTURED.plan());

      rolled.leases().release(rolled.lease());

      assertThat(other.leases().acquire("second", Rolled.LEASE)).isInstanceOf(Acquired.Busy.class);
      assertThat(rolled.leases().acquire("second", Rolled.LEASE)).isInstanceOf(Acquired.Mine.class);
    }
  }

  @Test
  default void acquire_oneThatHasEnded_isTakenOverWithAGreaterToken() {
    try (Rolled rolled = prepared()) {
      Lease before = rolled.steal();

      assertThat(rolled.lease().token()).isGreaterThan(before.token());
      assertThat(rolled.lease().holder()).isEqualTo("thief");
    }
  }

  @Test
  default void release_oneThatIsHeld_isThereToBeHad() {
    try (Rolled rolled = prepared()) {
      Lease first = rolled.lease();
      assertThat(rolled.standing().busyUntil()).isPresent();

      rolled.leases().release(first);
      assertThat(rolled.standing().busyUntil()).isEmpty();
      rolled.leases().release(first);

      assertThat(rolled.acquire("second").token()).isGreaterThan(first.token());
    }
  }

  @Test
  default void release_oneThatWasTakenOver_leavesTheLaterOne() {
    try (Rolled rolled = prepared()) {
      Lease before = rolled.steal();

      rolled.leases().release(before);

      assertThat(rolled.leases().acquire("third", Rolled.LEASE)).isInstanceOf(Acquired.Busy.class);
    }
  }

  @Test
  default void renew_oneThatIsHeld_lengthensItFromNowOn() {
    try (Rolled rolled = prepared()) {
      rolled.place().age(Duration.ofMinutes(50));
      assertThat(rolled.leases().renew(rolled.lease(), Rolled.LEASE)).isTrue();
      rolled.place().age(Duration.ofMinutes(50));

      assertThat(rolled.leases().acquire("second", Rolled.LEASE)).isInstanceOf(Acquired.Busy.class);
      assertThat(rolled.standing().busyUntil()).isPresent();
    }
  }

  /** Nobody has come meanwhile, so nothing speaks against it. */
  @Test
  default void renew_oneThatHasEnded_isItAgain() {
    try (Rolled rolled = prepared()) {
      rolled.place().age(Duration.ofHours(2));
      assertThat(rolled.standing().busyUntil()).isEmpty();

      assertThat(rolled.leases().renew(rolled.lease(), Rolled.LEASE)).isTrue();

      assertThat(rolled.leases().acquire("second", Rolled.LEASE)).isInstanceOf(Acquired.Busy.class);
    }
  }

  @Test
  default void renew_oneThatWasTakenOverOrReleased_isRefused() {
    try (Rolled rolled = prepared()) {
      Lease before = rolled.steal();
      assertThat(rolled.leases().renew(before, Rolled.LEASE)).isFalse();

      rolled.leases().release(rolled.lease());
      assertThat(rolled.leases().renew(rolled.lease(), Rolled.LEASE)).isFalse();

      assertThat(rolled.standing().busyUntil()).isEmpty();
    }
  }

  // scenario 10
  @ParameterizedTest
  @EnumSource
  default void advance_ofWhoWasOvertaken_isRefusedAndChangesNothing(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.settle();
      List<RollupCell> cells = rolled.cells();
      Lease before = rolled.steal();
      rolled.put(UsageEvent.of(1).input(4), UsageEvent.of(2).provider("other"));
      long queued = rolled.standing().queued();
      String watermark = rolled.standing().watermark().toString();

      assertFenced(() -> rolled.table().advance(before, Rolled.MANY, true), before);

      assertThat(rolled.cells()).isEqualTo(cells);
      assertThat(rolled.standing().queued()).isEqualTo(queued);
      assertThat(rolled.standing().watermark()).hasToString(watermark);
      rolled.settle();
      rolled.assertConverged();
    }
  }

  // scenario 10
  @ParameterizedTest
  @EnumSource
  default void walk_ofWhoWasOvertaken_isRefusedAndChangesNothing(UsageRollup rollup) {
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).task(null));
      Lease before = rolled.steal();
      Walk walk = rolled.walks().begin(rolled.lease(), false);

      assertFenced(() -> rolled.walks().begin(before, true), before);
      assertFenced(() -> rolled.walks().compute(before, walk.span()), before);
      assertThat(rolled.cells()).isEmpty();
      assertThat(rolled.standing().walk()).contains(walk);

      rolled.walks().compute(rolled.lease(), walk.span());
      assertFenced(() -> rolled.walks().complete(before), before);
      assertThat(rolled.standing().isComplete()).isFalse();
      rolled.walks().complete(rolled.lease());
      assertThat(rolled.standing().isComplete()).isTrue();
    }
  }

  /** It is not refused while nobody else has come. */
  @ParameterizedTest
  @EnumSource
  default void advance_withALeaseThatHasEnded_isDone(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.place().age(Duration.ofHours(2));
      rolled.put(UsageEvent.of(1));
      rolled.settle();

      rolled.assertConverged();
      rolled.assertColumn("events", 1L);
    }
  }

  private Rolled prepared() {
    return Rolled.prepared(this, UsageRollup.BY_TIME.plan());
  }

  private static void assertFenced(ThrowingCallable write, Lease overtaken) {
    assertThatThrownBy(write)
        .isInstanceOf(FencedException.class)
        .hasMessageContaining(overtaken.holder());
  }
}
