package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.sync.ScheduleBench.HOURLY;
import static dev.tidemark.testkit.sync.ScheduleBench.at;
import static dev.tidemark.testkit.sync.ScheduleBench.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.SyncSchedule.Answer;
import dev.tidemark.core.sync.SyncSchedule.Standing;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Triggers, stops, and what goes wrong around a schedule. */
final class ScheduleTest {

  private static final SyncRequest FULL = SyncRequest.of(Mode.FULL);
  private static final UpstreamUnavailableException DOWN =
      new UpstreamUnavailableException("fetch org: no connection");

  private final ScheduleBench bench = new ScheduleBench();

  @Test
  void trigger_runsACycleAsAsked() {
    bench.succeedBefore();
    SyncSchedule schedule = bench.started();
    bench.pass(minutes(20));
    SyncRequest asked = new SyncRequest(Mode.FULL, true);

    assertThat(schedule.trigger(asked)).isEqualTo(Answer.ACCEPTED);
    bench.settle();

    assertThat(bench.replica.requests).containsExactly(asked);
    assertThat(schedule.standing().next()).contains(at(80));
  }

  @Test
  void trigger_isNeverRunOnTheThreadThatAsks() {
    bench.succeedBefore();
    SyncSchedule schedule = bench.started();

    schedule.trigger(FULL);

    assertThat(bench.replica.requests).isEmpty();
  }

  @Test
  void trigger_beforeTheStartOrAfterTheStop_isStopped() {
    SyncSchedule schedule = bench.schedule();
    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.STOPPED);
    bench.started(schedule);
    schedule.stop(Duration.ZERO);

    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.STOPPED);
  }

  @Test
  void trigger_whereAnotherProcessWrites_isNotAccepted() {
    bench.leadership.set(false);

    assertThat(bench.started().trigger(FULL)).isEqualTo(Answer.NOT_LEADER);
    bench.settle();
    assertThat(bench.replica.requests).isEmpty();
  }

  @Test
  void trigger_beforeTheTimeThatTheUpstreamTold_isTooEarly() {
    bench.ledger.leaveAloneUntil(at(5));
    SyncSchedule schedule = bench.started();

    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.TOO_EARLY);
    bench.clock.advance(minutes(5));

    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.ACCEPTED);
  }

  /** Incident 28: a trigger that comes to nothing is told. */
  @Test
  void trigger_whileACycleRuns_isDroppedAndTold() {
    bench.hold();
    SyncSchedule schedule = bench.started();

    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.RUNNING);

    assertThat(bench.listener.events(SyncEvent.TriggerDropped.class))
        .containsExactly(new SyncEvent.TriggerDropped(Mode.FULL));
    bench.work();
    assertThat(bench.replica.requests).containsExactly(SyncRequest.of(Mode.INCREMENTAL));
  }

  @Test
  void secondTrigger_beforeTheFirstHasBegun_isDropped() {
    bench.succeedBefore();
    SyncSchedule schedule = bench.started();

    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.ACCEPTED);
    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.RUNNING);
    bench.settle();

    assertThat(bench.replica.requests).containsExactly(FULL);
  }

  @Test
  void trigger_onTheLadder_takesThePlaceOfTheNextAttempt() {
    bench.replica.fails(DOWN);
    SyncSchedule schedule = bench.started();
    bench.pass(Duration.ofSeconds(10));

    assertThat(schedule.trigger(FULL)).isEqualTo(Answer.ACCEPTED);
    bench.pass(minutes(59));

    assertThat(bench.seconds()).containsExactly(0L, 10L);
  }

  @Test
  void standing_whileACycleRuns_saysWhatWasAskedAndNoNextTime() {
    bench.hold();
    SyncSchedule schedule = bench.started();

    assertThat(schedule.standing())
        .isEqualTo(
            new Standing(true, Optional.of(Mode.INCREMENTAL), Optional.empty(), Optional.empty()));
    bench.work();

    assertThat(schedule.standing())
        .isEqualTo(new Standing(true, Optional.empty(), Optional.of(at(60)), Optional.empty()));
  }

  @Test
  void start_asTheLeader_reapsAndTells() {
    bench.journal.begin(Mode.FULL, at(-5));
    bench.hold();

    bench.started();

    assertThat(bench.journal.last(1).get(0).ended()).isPresent();
    assertThat(bench.listener.events(SyncEvent.LeadershipChanged.class))
        .containsExactly(new SyncEvent.LeadershipChanged(true));
  }

  @Test
  void start_twice_isRefused() {
    SyncSchedule schedule = bench.started();

    assertThatThrownBy(schedule::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("started before");
  }

  @Test
  void stop_whenNothingRuns_isDoneAtOnceAndForGood() {
    SyncSchedule schedule = bench.started();

    assertThat(isDone(schedule.stop(minutes(5)))).isTrue();
    bench.pass(Duration.ofDays(1));

    assertThat(bench.minutes()).containsExactly(0L);
    assertThat(schedule.standing().next()).isEmpty();
    assertThat(bench.scheduler.waiting()).isZero();
  }

  @Test
  void stop_ofOneThatWasNeverStarted_isDoneAndItNeverStarts() {
    SyncSchedule schedule = bench.schedule();

    assertThat(isDone(schedule.stop(minutes(5)))).isTrue();
    bench.started(schedule);

    assertThat(bench.replica.requests).isEmpty();
    assertThat(isDone(schedule.stop(Duration.ZERO))).isTrue();
  }

  @Test
  void stop_whileACycleRuns_letsItEndWithinTheDrain() {
    AtomicReference<CompletionStage<Void>> stopped = new AtomicReference<>();
    bench.hold();
    SyncSchedule schedule = bench.started();
    bench.replica.during(
        () -> {
          stopped.set(schedule.stop(minutes(5)));
          bench.pass(minutes(4));
          assertThat(isDone(stopped.get())).isFalse();
        });

    bench.work();
    assertThat(isDone(stopped.get())).isTrue();
    bench.pass(Duration.ofDays(1));

    assertThat(bench.replica.cancelled).isEmpty();
    assertThat(bench.minutes()).containsExactly(0L);
    assertThat(bench.journal.lastSuccess()).isPresent();
  }

  @Test
  void stop_whileACycleRuns_cancelsItBehindTheDrain() {
    AtomicReference<CompletionStage<Void>> stopped = new AtomicReference<>();
    bench.hold();
    SyncSchedule schedule = bench.started();
    bench.replica.during(
        () -> {
          stopped.set(schedule.stop(minutes(5)));
          bench.pass(minutes(5));
        },
        new CancelledException("the process is stopping"));

    bench.work();

    assertThat(bench.replica.cancelled).containsExactly("the process is stopping");
    assertThat(isDone(stopped.get())).isTrue();
    assertThat(bench.scheduler.waiting()).isZero();
  }

  @Test
  void stop_again_mayShortenTheDrain() {
    bench.hold();
    SyncSchedule schedule = bench.started();
    CompletionStage<Void> first = schedule.stop(minutes(60));
    bench.settle();
    assertThat(bench.replica.cancelled).isEmpty();

    CompletionStage<Void> second = schedule.stop(Duration.ZERO);
    bench.settle();
    assertThat(bench.replica.cancelled).isNotEmpty();
    assertThat(isDone(first)).isFalse();
    bench.work();

    assertThat(isDone(first)).isTrue();
    assertThat(isDone(second)).isTrue();
  }

  @Test
  void stop_beforeTheWorkerBegins_beginsNothing() {
    bench.hold();
    SyncSchedule schedule = bench.started();
    CompletionStage<Void> stopped = schedule.stop(minutes(5));

    bench.work();

    assertThat(bench.replica.requests).isEmpty();
    assertThat(isDone(stopped)).isTrue();
  }

  @Test
  void stop_onTheLadder_forgetsIt() {
    bench.replica.fails(DOWN);
    SyncSchedule schedule = bench.started();

    assertThat(isDone(schedule.stop(minutes(5)))).isTrue();
    bench.pass(minutes(5));

    assertThat(bench.replica.begun).hasSize(1);
  }

  @Test
  void journalThatCannotBeRead_isToldAndReadAgainWithinAMinute() {
    StorageException broken = new StorageException("read the journal: locked", true);
    AtomicReference<Optional<RuntimeException>> failure =
        new AtomicReference<>(Optional.of(broken));
    SyncSchedule schedule =
        bench.started(bench.schedule(HOURLY, failing(failure), bench, bench.listener));
    assertThat(bench.listener.events(SyncEvent.ScheduleFaltered.class))
        .containsExactly(new SyncEvent.ScheduleFaltered(broken));
    assertThatThrownBy(schedule::standing).isSameAs(broken);

    failure.set(Optional.empty());
    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(1L);
    failure.set(Optional.of(broken));
    bench.pass(minutes(120));
    failure.set(Optional.empty());
    bench.pass(minutes(1));
    assertThat(bench.minutes()).containsExactly(1L, 122L);
  }

  @Test
  void listenerThatThrows_stopsNothing() {
    bench.replica.fails(DOWN);
    bench.started(
        bench.schedule(
            HOURLY,
            bench.journal,
            bench,
            event -> {
              throw new AssertionError("a listener with a bug");
            }));
    bench.pass(minutes(121));

    assertThat(bench.seconds()).containsExactly(0L, 30L, 3630L, 7200L + 30);
  }

  @Test
  void workerThatRefuses_isToldAndAskedAgain() {
    RejectedExecutionException refused = new RejectedExecutionException("busy");
    SyncSchedule schedule =
        bench.started(
            bench.schedule(
                HOURLY,
                bench.journal,
                cycle -> {
                  throw refused;
                },
                bench.listener));
    bench.pass(minutes(2));

    assertThat(bench.listener.events(SyncEvent.ScheduleFaltered.class))
        .hasSizeBetween(3, 4)
        .contains(new SyncEvent.ScheduleFaltered(refused));
    assertThat(isDone(schedule.stop(minutes(5)))).isTrue();
  }

  private SyncJournal failing(AtomicReference<Optional<RuntimeException>> failure) {
    return (SyncJournal)
        Proxy.newProxyInstance(
            SyncJournal.class.getClassLoader(),
            new Class<?>[] {SyncJournal.class},
            (proxy, method, arguments) -> {
              if (failure.get().isPresent()) {
                throw failure.get().get();
              }
              return method.invoke(bench.journal, arguments);
            });
  }

  private static boolean isDone(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone();
  }
}
