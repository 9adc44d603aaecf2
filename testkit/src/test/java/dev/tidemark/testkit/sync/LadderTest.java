package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.sync.ScheduleBench.at;
import static dev.tidemark.testkit.sync.ScheduleBench.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.OutOfMemoryGuardException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a cycle that failed. */
final class LadderTest {

  private static final UpstreamUnavailableException DOWN =
      new UpstreamUnavailableException("fetch org: no connection");

  private final ScheduleBench bench = new ScheduleBench();

  @Test
  void failureInPassing_isTriedAgainAfterEachWaitAndThenByTheTimetable() {
    bench.replica.fails(DOWN).fails(DOWN).fails(DOWN).fails(DOWN);

    bench.started();
    bench.pass(minutes(80));

    assertThat(bench.seconds()).containsExactly(0L, 30L, 150L, 630L, 630L + 3600);
    assertThat(bench.listener.events(SyncEvent.RetryScheduled.class))
        .containsExactly(
            new SyncEvent.RetryScheduled(2, at(0).plusSeconds(30)),
            new SyncEvent.RetryScheduled(3, at(0).plusSeconds(150)),
            new SyncEvent.RetryScheduled(4, at(0).plusSeconds(630)));
    assertThat(bench.journal.last(9)).hasSize(5);
  }

  @Test
  void attemptThatSucceeds_endsTheLadder() {
    bench.replica.fails(DOWN).fails(DOWN);

    bench.started();
    bench.pass(minutes(60));

    assertThat(bench.seconds()).containsExactly(0L, 30L, 150L);
    bench.pass(minutes(10));
    assertThat(bench.seconds()).containsExactly(0L, 30L, 150L, 150L + 3600);
  }

  @Test
  void nextLadder_beginsAtItsFoot() {
    bench.replica.fails(DOWN).fails(DOWN).fails(DOWN).fails(DOWN).fails(DOWN);

    bench.started();
    bench.pass(minutes(71));

    assertThat(bench.seconds()).containsExactly(0L, 30L, 150L, 630L, 4230L, 4260L);
  }

  static Stream<Throwable> failuresInPassing() {
    return Stream.of(
        DOWN,
        new BadAnswerException("cut short", true),
        new TimedOutException("took 30 minutes", DOWN),
        new OutOfMemoryGuardException("500 MB of heap"),
        new StorageException("locked", true));
  }

  @ParameterizedTest
  @MethodSource("failuresInPassing")
  void failure_thatMayPass_isTriedAgain(Throwable failure) {
    bench.replica.fails(failure);

    bench.started();
    bench.pass(minutes(1));

    assertThat(bench.seconds()).containsExactly(0L, 30L);
  }

  static Stream<Throwable> otherFailures() {
    return Stream.of(
        new RateLimitedException("too many", at(3)),
        new BudgetSpentException("no request left", at(3)),
        new RefusedException("blocked"),
        new UnauthenticatedException("wrong key"),
        new InvalidSchemaException("schema", List.of("no key")),
        new IncompatibleReplicaException("of a newer version"),
        new BadAnswerException("no data", false),
        new StorageException("full", false),
        new CancelledException("somebody stopped it"),
        new IllegalStateException("a bug"),
        new OutOfMemoryError("no heap"),
        new StackOverflowError("too deep"));
  }

  /** Incidents 2 and 21: whatever a cycle ends in, the schedule lives on. */
  @ParameterizedTest
  @MethodSource("otherFailures")
  void failure_thatDoesNotPass_waitsForTheTimetable(Throwable failure) {
    bench.succeedBefore();
    bench.pass(minutes(60));
    bench.replica.fails(failure);

    bench.started();
    bench.pass(minutes(60));

    assertThat(bench.minutes()).containsExactly(60L, 120L);
    assertThat(bench.listener.events(SyncEvent.RetryScheduled.class)).isEmpty();
  }

  @Test
  void rateLimitOnTheLadder_endsIt() {
    bench.succeedBefore();
    bench.pass(minutes(60));
    bench.replica.fails(DOWN).fails(new RateLimitedException("too many", at(62)));

    bench.started();
    bench.pass(minutes(59));

    assertThat(bench.seconds()).containsExactly(3600L, 3630L);
  }

  @Test
  void cycleOfSomebodyElse_isWaitedForAndLookedAtEveryMinute() {
    AlreadyRunningException busy = new AlreadyRunningException("another process writes");
    bench.replica.failsUnheard(busy).failsUnheard(busy);

    bench.started();
    bench.pass(minutes(30));

    assertThat(bench.minutes()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void waits_getJitterOfTheirOwn() {
    bench.replica.fails(DOWN).fails(DOWN).fails(DOWN);

    bench.started(bench.schedule(SchedulePolicy.every(minutes(60))));
    bench.pass(minutes(20));

    List<Long> seconds = bench.seconds();
    assertThat(seconds).hasSize(4);
    assertThat(seconds.get(1)).isBetween(30L, 33L);
    assertThat(seconds.get(2) - seconds.get(1)).isBetween(120L, 132L);
    assertThat(seconds.get(3) - seconds.get(2)).isBetween(481L, 528L);
  }

  @Test
  void typesLeftOutInPassing_areTriedAgain() {
    bench.replica.leavesOut(Map.of(Sample.ORG, DOWN));

    bench.started();
    bench.pass(minutes(1));

    assertThat(bench.seconds()).containsExactly(0L, 30L);
  }

  @Test
  void typesLeftOutForMore_waitForTheTimetable() {
    bench.replica.leavesOut(
        Map.of(Sample.ORG, DOWN, Sample.IX, new RateLimitedException("too many", at(1))));

    bench.started();
    bench.pass(minutes(60));

    assertThat(bench.minutes()).containsExactly(0L, 60L);
  }

  /** Hazard 8: the failure that stays is that of the last attempt. */
  @Test
  void ladderThatEndsInFailure_leavesTheLastOne() {
    bench.replica.fails(DOWN).fails(new RefusedException("blocked"));

    bench.started();
    bench.pass(minutes(59));

    assertThat(bench.journal.last(1).get(0).ended().orElseThrow().outcome())
        .isEqualTo(new Run.Failed("UPSTREAM_REFUSED", "blocked"));
  }

  @Test
  void notBeforeThatComesDuringTheWait_endsTheLadder() {
    bench.succeedBefore();
    bench.pass(minutes(60));
    bench.replica.fails(DOWN);
    bench.started();
    bench.ledger.leaveAloneUntil(at(90));

    bench.pass(minutes(59));
    assertThat(bench.minutes()).containsExactly(60L);
    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(60L, 120L);
  }

  @Test
  void waits_areElapsedTimeHoweverTheClockIsSet() {
    bench.replica.fails(DOWN).fails(DOWN);
    bench.started();
    bench.pass(Duration.ofSeconds(10));
    bench.clock.set(at(5000));
    bench.pass(Duration.ofSeconds(19));
    assertThat(bench.replica.begun).hasSize(1);
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.replica.begun).hasSize(2);
    bench.clock.set(at(-5000));

    bench.pass(Duration.ofSeconds(120));

    assertThat(bench.replica.begun).hasSize(3);
  }

  @Test
  void trigger_keepsItsModeOnTheLadder() {
    bench.succeedBefore();
    var schedule = bench.started();
    bench.replica.fails(DOWN).fails(DOWN);

    schedule.trigger(new SyncRequest(Mode.FULL, true));
    bench.pass(minutes(59));

    assertThat(bench.replica.requests).hasSize(3).containsOnly(new SyncRequest(Mode.FULL, true));
  }

  @Test
  void standing_onTheLadder_saysWhenTheNextAttemptIs() {
    bench.replica.fails(DOWN);

    assertThat(bench.started().standing().next()).contains(at(0).plusSeconds(30));
  }
}
