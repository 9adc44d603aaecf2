package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.sync.ScheduleBench.HOURLY;
import static dev.tidemark.testkit.sync.ScheduleBench.START;
import static dev.tidemark.testkit.sync.ScheduleBench.at;
import static dev.tidemark.testkit.sync.ScheduleBench.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When cycles begin by themselves. */
final class TimetableTest {

  private static final RefusedException REFUSED = new RefusedException("fetch org: refused");

  private final ScheduleBench bench = new ScheduleBench();

  @Test
  void freshReplica_beginsAtOnceAsThePolicySays() {
    bench.started(bench.schedule(HOURLY.withMode(Mode.FULL)));

    assertThat(bench.replica.requests).containsExactly(SyncRequest.of(Mode.FULL));
  }

  @Test
  void next_isAnIntervalAfterTheEndOfTheLast() {
    bench.replica.during(() -> bench.clock.advance(minutes(10)));

    bench.started();
    bench.pass(minutes(180));

    assertThat(bench.minutes()).containsExactly(0L, 70L, 130L, 190L);
  }

  /** Incident 5: a deployment at minute 48 made the next cycle come after 108. */
  @Test
  void restartInMinute48_delaysNothing() {
    SyncSchedule before = bench.started();
    bench.pass(minutes(48));
    before.stop(Duration.ZERO);

    bench.started();
    bench.pass(minutes(60));

    assertThat(bench.minutes()).containsExactly(0L, 60L);
  }

  @Test
  void overdue_beginsAtOnce() {
    bench.succeedBefore();
    bench.pass(minutes(200));

    bench.started();

    assertThat(bench.minutes()).containsExactly(200L);
  }

  @Test
  void failure_isFollowedByAWholeInterval() {
    bench.replica.fails(REFUSED);

    bench.started();
    bench.pass(minutes(59));
    assertThat(bench.minutes()).containsExactly(0L);
    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(0L, 60L);
  }

  @Test
  void failureOfAnEarlierProcess_isFollowedByAWholeInterval() {
    bench.journal.end(
        bench.journal.begin(Mode.FULL, START),
        new Run.Ended(START, new Run.Failed("STORAGE", "full")));
    bench.pass(minutes(20));

    bench.started();
    bench.pass(minutes(60));

    assertThat(bench.minutes()).containsExactly(60L);
  }

  @Test
  void partialCycle_countsAsOne() {
    bench.succeedBefore();
    bench.pass(minutes(70));
    bench.replica.leavesOut(Map.of(Sample.ORG, REFUSED));

    bench.started();
    bench.pass(minutes(59));
    assertThat(bench.minutes()).containsExactly(70L);
    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(70L, 130L);
  }

  @Test
  void emptyReplicaThatWasKilled_goesOnAtOnce() {
    bench.journal.begin(Mode.FULL, START);

    bench.started();

    assertThat(bench.minutes()).containsExactly(0L);
    assertThat(bench.journal.last(2).get(1).ended().orElseThrow().outcome())
        .isInstanceOfSatisfying(
            Run.Failed.class, died -> assertThat(died.code()).isEqualTo("DIED"));
  }

  @Test
  void replicaThatWasKilled_waitsAnInterval() {
    bench.succeedBefore();
    bench.pass(minutes(60));
    bench.journal.begin(Mode.FULL, at(60));

    bench.started();
    bench.pass(minutes(60));

    assertThat(bench.minutes()).containsExactly(120L);
  }

  @Test
  void emptyReplicaSentAway_goesOnAsSoonAsItMay() {
    bench
        .replica
        .during(() -> bench.ledger.leaveAloneUntil(at(17)), new RateLimitedException("", at(17)))
        .fails(new BudgetSpentException("no request left", at(40)));

    bench.started();
    bench.pass(minutes(40));

    assertThat(bench.minutes()).containsExactly(0L, 17L, 40L);
  }

  @Test
  void emptyReplicaSentAwayByAnEarlierProcess_goesOnAsSoonAsItMay() {
    bench.journal.end(
        bench.journal.begin(Mode.FULL, START),
        new Run.Ended(START, new Run.Failed("UPSTREAM_RATE_LIMITED", "too many")));
    bench.ledger.leaveAloneUntil(at(17));

    bench.started();
    bench.pass(minutes(17));

    assertThat(bench.minutes()).containsExactly(17L);
  }

  @Test
  void emptyReplicaSentAwayUntilNow_restsAMinute() {
    bench
        .replica
        .fails(new RateLimitedException("too many", START))
        .fails(new RateLimitedException("too many", START));

    bench.started();
    bench.pass(minutes(2));

    assertThat(bench.minutes()).containsExactly(0L, 1L, 2L);
  }

  /** Incident 2. */
  @Test
  void rateLimited_waitsForTheIntervalAndForTheTimeItWasTold() {
    bench.succeedBefore();
    bench.pass(minutes(60));
    bench.replica.fails(new RateLimitedException("too many", at(65)));
    bench.replica.fails(new RateLimitedException("too many", at(300)));

    bench.started();
    bench.pass(minutes(300));

    assertThat(bench.minutes()).containsExactly(60L, 120L, 300L, 360L);
  }

  @Test
  void notBefore_isHonouredByTheNextProcess() {
    bench.ledger.leaveAloneUntil(at(90));

    SyncSchedule schedule = bench.started();
    assertThat(schedule.standing().notBefore()).contains(at(90));
    assertThat(schedule.standing().next()).contains(at(90));
    bench.pass(minutes(90));

    assertThat(bench.minutes()).containsExactly(90L);
    assertThat(schedule.standing().notBefore()).isEmpty();
  }

  @Test
  void notBefore_eightDaysAhead_doesNotCount() {
    bench.ledger.leaveAloneUntil(START.plus(Duration.ofDays(8)));

    SyncSchedule schedule = bench.started();

    assertThat(bench.minutes()).containsExactly(0L);
    assertThat(schedule.standing().notBefore()).isEmpty();
  }

  @Test
  void notBefore_lessThanEightDaysAhead_counts() {
    bench.ledger.leaveAloneUntil(START.plus(Duration.ofDays(8)).minusMillis(1));

    bench.started();
    bench.pass(Duration.ofDays(8).minusMillis(2));
    assertThat(bench.minutes()).isEmpty();
    bench.pass(Duration.ofMillis(1));

    assertThat(bench.minutes()).containsExactly(8L * 24 * 60 - 1);
  }

  @Test
  void lastEnd_aheadByMoreThanAnInterval_isOverdue() {
    bench.succeedBefore();
    bench.clock.set(START.minus(minutes(60)).minusMillis(1));

    bench.started();

    assertThat(bench.replica.begun).hasSize(1);
  }

  @Test
  void lastEnd_aheadByAnInterval_isBelieved() {
    bench.succeedBefore();
    bench.clock.set(START.minus(minutes(60)));

    bench.started();
    bench.pass(minutes(119));
    assertThat(bench.minutes()).isEmpty();
    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(60L);
  }

  @Test
  void clockSetForward_isNoticedWithinAMinute() {
    bench.started();
    bench.pass(minutes(10));
    bench.clock.set(at(500));

    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(0L, 501L);
  }

  @Test
  void clockSetFarBack_isNoticedWithinAMinuteAndOnce() {
    bench.started();
    bench.pass(minutes(10));
    bench.clock.set(at(-500));

    bench.pass(minutes(59));

    assertThat(bench.minutes()).containsExactly(0L, -499L);
  }

  @Test
  void clockSetBackAfterAFailure_isNoticedWithinAMinuteAndOnce() {
    bench.replica.fails(REFUSED).fails(REFUSED);
    bench.started();
    bench.clock.set(at(-500));

    bench.pass(minutes(59));

    assertThat(bench.minutes()).containsExactly(0L, -499L);
  }

  @Test
  void offset_isDrawnAnewForEachCycleAndKeptUntilIt() {
    SyncSchedule schedule = bench.started(bench.schedule(SchedulePolicy.every(minutes(60))));
    Instant first = schedule.standing().next().orElseThrow();
    bench.pass(minutes(30));

    assertThat(schedule.standing().next()).contains(first);
    bench.pass(Duration.ofDays(10));

    assertThat(bench.told()).startsWith(first).doesNotHaveDuplicates();
    Set<Duration> gaps = new HashSet<>();
    for (int i = 1; i < bench.replica.begun.size(); i++) {
      gaps.add(Duration.between(bench.replica.begun.get(i - 1), bench.replica.begun.get(i)));
    }
    assertThat(gaps)
        .hasSizeGreaterThan(100)
        .allSatisfy(gap -> assertThat(gap).isBetween(minutes(60), minutes(66)));
    assertThat(bench.told()).containsAll(bench.replica.begun.subList(1, 100));
  }

  @Test
  void next_isToldWhenItChangesOnly() {
    SyncSchedule schedule = bench.started();
    bench.pass(minutes(50));

    assertThat(bench.listener.events(SyncEvent.CycleScheduled.class))
        .containsExactly(new SyncEvent.CycleScheduled(at(60), Mode.INCREMENTAL));
    bench.ledger.leaveAloneUntil(at(80));
    bench.pass(minutes(1));

    assertThat(bench.told()).containsExactly(at(60), at(80));
    assertThat(schedule.standing().next()).contains(at(80));
  }

  /** Whoever asks the upstream when nothing can be written down must not ask in a loop. */
  @Test
  void failureThatNobodyCouldWriteDown_isFollowedByAWholeInterval() {
    bench.replica.failsUnheard(new StorageException("journal: disk full", false));

    bench.started();
    bench.pass(minutes(60));

    assertThat(bench.minutes()).containsExactly(0L, 60L);
  }

  @Test
  void refusalOfAnAttempt_thatTheLedgerDoesNotKnow_isHonoured() {
    bench.succeedBefore();
    bench.pass(minutes(60));
    bench.replica.failsUnheard(new RateLimitedException("not yet", at(500)));

    SyncSchedule schedule = bench.started();

    assertThat(schedule.standing().notBefore()).contains(at(500));
    bench.pass(minutes(500));
    assertThat(bench.minutes()).startsWith(60L, 500L);
  }

  @Test
  void intervalBelowAMinute_isKeptAfterFailuresToo() {
    bench.replica.fails(new UpstreamUnavailableException("down"));

    bench.started(
        bench.schedule(new SchedulePolicy(Mode.INCREMENTAL, Duration.ofSeconds(10), List.of(), 0)));
    bench.pass(Duration.ofSeconds(30));

    assertThat(bench.seconds()).containsExactly(0L, 10L, 20L, 30L);
  }
}
