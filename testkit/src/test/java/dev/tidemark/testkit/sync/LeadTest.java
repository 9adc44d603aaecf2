package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.sync.ScheduleBench.at;
import static dev.tidemark.testkit.sync.ScheduleBench.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.SyncSchedule.Standing;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who leads runs cycles, and nobody else. */
final class LeadTest {

  private static final CancelledException CANCELLED = new CancelledException("leadership was lost");

  private final ScheduleBench bench = new ScheduleBench();

  @Test
  void follower_runsNothingAndTouchesNothing() {
    bench.leadership.set(false);
    bench.journal.begin(Mode.FULL, at(-1));

    SyncSchedule schedule = bench.started();
    bench.pass(Duration.ofDays(1));

    assertThat(bench.replica.requests).isEmpty();
    assertThat(bench.journal.last(1).get(0).ended()).isEmpty();
    assertThat(bench.listener.events()).isEmpty();
    assertThat(schedule.standing())
        .isEqualTo(new Standing(false, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void gain_reapsAndLooksAtTheJournalAtOnce() {
    bench.leadership.set(false);
    bench.started();
    bench.pass(minutes(30));
    bench.succeedBefore();
    bench.journal.begin(Mode.FULL, at(30));
    bench.pass(minutes(30));

    bench.leadership.set(true);
    bench.settle();

    assertThat(bench.journal.last(1).get(0).ended()).isPresent();
    assertThat(bench.listener.events(SyncEvent.LeadershipChanged.class))
        .containsExactly(new SyncEvent.LeadershipChanged(true));
    assertThat(bench.told()).containsExactly(at(120));
  }

  @Test
  void gain_whenOverdue_beginsAtOnce() {
    bench.leadership.set(false);
    bench.succeedBefore();
    bench.started();
    bench.pass(minutes(90));

    bench.leadership.set(true);
    bench.settle();

    assertThat(bench.minutes()).containsExactly(90L);
  }

  @Test
  void loss_cancelsTheCycleThatRuns() {
    bench.hold();
    bench.started();
    bench.replica.during(
        () -> {
          bench.leadership.set(false);
          bench.settle();
          assertThat(bench.replica.cancelled).containsExactly("leadership was lost");
        },
        CANCELLED);

    bench.work();
    bench.pass(minutes(120));

    assertThat(bench.replica.requests).hasSize(1);
    assertThat(bench.listener.events(SyncEvent.LeadershipChanged.class))
        .containsExactly(
            new SyncEvent.LeadershipChanged(true), new SyncEvent.LeadershipChanged(false));
  }

  @Test
  void loss_isToldAgainToACycleThatHasOnlyJustBegun() {
    bench.hold();
    bench.started();
    bench.replica.during(
        () -> {
          bench.leadership.set(false);
          bench.pass(Duration.ofSeconds(2));
        },
        CANCELLED);

    bench.work();

    assertThat(bench.replica.cancelled).hasSize(3);
  }

  @Test
  void loss_beforeTheWorkerBegins_beginsNothing() {
    bench.hold();
    bench.started();
    bench.leadership.set(false);

    bench.work();

    assertThat(bench.replica.requests).isEmpty();
  }

  @Test
  void loss_forgetsTheLadder() {
    bench.replica.fails(new UpstreamUnavailableException("down"));
    bench.started();

    bench.leadership.set(false);
    bench.settle();
    bench.leadership.set(true);
    bench.pass(minutes(59));

    assertThat(bench.seconds()).containsExactly(0L);
  }

  @Test
  void lossAndGain_whileACycleRuns_waitForItsEnd() {
    bench.succeedBefore();
    bench.pass(minutes(60));
    bench.hold();
    bench.started();
    bench.replica.during(
        () -> {
          bench.leadership.set(false);
          bench.settle();
          bench.leadership.set(true);
          bench.pass(Duration.ofSeconds(3));
          assertThat(bench.journal.last(1).get(0).ended()).isEmpty();
        });

    bench.work();
    assertThat(bench.replica.cancelled).isNotEmpty();
    bench.pass(minutes(59));
    assertThat(bench.minutes()).containsExactly(60L);
    bench.pass(minutes(1).plusSeconds(3));

    assertThat(bench.minutes()).containsExactly(60L, 120L);
  }

  @Test
  void loss_whileTheLastCycleMayStillEnd_cancelsIt() {
    bench.hold();
    SyncSchedule schedule = bench.started();
    bench.replica.during(
        () -> {
          schedule.stop(minutes(10));
          bench.pass(minutes(1));
          assertThat(bench.replica.cancelled).isEmpty();
          bench.leadership.set(false);
          bench.settle();
          assertThat(bench.replica.cancelled).containsExactly("leadership was lost");
        },
        CANCELLED);

    bench.work();

    assertThat(schedule.stop(Duration.ZERO).toCompletableFuture()).isDone();
    assertThat(bench.scheduler.waiting()).isZero();
  }

  @Test
  void lossAfterTheSchedulesStop_isNothingToIt() {
    SyncSchedule schedule = bench.started();
    schedule.stop(Duration.ZERO);
    bench.listener.clear();

    bench.leadership.set(false);
    bench.settle();

    assertThat(bench.listener.events()).isEmpty();
    assertThat(bench.scheduler.waiting()).isZero();
  }
}
