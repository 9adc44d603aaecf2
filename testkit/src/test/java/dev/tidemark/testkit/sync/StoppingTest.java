package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Upstream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How a cycle is stopped by others than its own thread. */
final class StoppingTest {

  private final Bench bench = new Bench(ORG);
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  /** What others do while a request is under way. */
  private final Upstream upstream =
      (what, into) -> {
        meanwhile.get().run();
        return bench.upstream.fetch(what, into);
      };

  private final SyncReplica service = bench.service(SyncPolicy.defaults(), upstream, bench.journal);

  @Test
  void watchdog_cycleThatTakesTooLong_isStoppedAndTheNextOneRuns() {
    bench.upstream.put(live(ORG, 1, 1));
    meanwhile.set(() -> bench.scheduler.advance(Duration.ofMinutes(30)));

    assertThatThrownBy(() -> service.sync(Mode.FULL))
        .isInstanceOf(TimedOutException.class)
        .hasMessageContaining("sync bench: stopped because it took longer than 1800 s")
        .hasCauseInstanceOf(CancelledException.class);

    assertThat(bench.lastFailure().code()).isEqualTo("TIMED_OUT");
    assertThat(bench.replica.rows(ORG)).isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    meanwhile.set(() -> {});
    assertThat(service.sync(Mode.FULL).total().inserted()).isEqualTo(1);
  }

  @Test
  void watchdog_cycleThatEndsInTime_isForgotten() {
    bench.upstream.put(live(ORG, 1, 1));
    meanwhile.set(() -> bench.scheduler.advance(Duration.ofMinutes(29)));

    service.sync(Mode.FULL);

    assertThat(bench.scheduler.waiting()).isZero();
  }

  @Test
  void watchdog_timeoutOfZero_isOff() {
    bench.upstream.put(live(ORG, 1, 1));
    meanwhile.set(() -> bench.scheduler.advance(Duration.ofDays(3)));
    SyncPolicy patient = SyncPolicy.builder().timeout(Duration.ZERO).build();

    assertThat(bench.service(patient, upstream, bench.journal).sync(Mode.FULL).total().inserted())
        .isEqualTo(1);
  }

  @Test
  void cancel_runningCycle_endsItAndSaysWhy() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(live(ORG, 1, 2));
    meanwhile.set(() -> service.cancel("leadership was lost"));

    assertThatThrownBy(() -> service.sync(Mode.INCREMENTAL))
        .isInstanceOf(CancelledException.class)
        .hasMessage("sync bench: stopped because leadership was lost; nothing was changed");

    assertThat(bench.lastFailure().code()).isEqualTo("CANCELLED");
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 1));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void cancel_behindTheLastRequest_isOverWhenTheCycleIs() {
    bench.upstream.put(live(ORG, 1, 1));
    service.sync(Mode.FULL);

    service.cancel("nobody runs");

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(service.sync(Mode.INCREMENTAL).cycle()).isEqualTo(2);
  }

  @Test
  void cancel_theFirstReasonCounts() {
    bench.upstream.put(live(ORG, 1, 1));
    meanwhile.set(
        () -> {
          service.cancel("leadership was lost");
          service.cancel("the process is stopping");
        });

    assertThatThrownBy(() -> service.sync(Mode.FULL)).hasMessageContaining("leadership was lost");
  }
}
