package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.sync.ScheduleBench.HOURLY;
import static dev.tidemark.testkit.sync.ScheduleBench.at;
import static dev.tidemark.testkit.sync.ScheduleBench.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.OutOfMemoryGuardException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.SyncSchedule.Answer;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Policies that change while a process runs. */
final class LivePolicyTest {

  private final ScheduleBench bench = new ScheduleBench();
  private final AtomicReference<SchedulePolicy> schedulePolicy = new AtomicReference<>(HOURLY);
  private final Bench cycles = new Bench(ORG);
  private final AtomicReference<SyncPolicy> syncPolicy =
      new AtomicReference<>(SyncPolicy.defaults());

  @Test
  void interval_shortened_isNoticedWithinAMinute() {
    SyncSchedule schedule = startedLive();
    bench.pass(minutes(10));

    schedulePolicy.set(every(30));
    assertThat(schedule.standing().next()).contains(at(30));
    bench.pass(minutes(50));

    assertThat(bench.minutes()).containsExactly(0L, 30L, 60L);
    assertThat(bench.told()).startsWith(at(60), at(30));
  }

  @Test
  void interval_shortenedToLessThanHasPassed_beginsAtTheNextLook() {
    startedLive();
    bench.pass(minutes(40));

    schedulePolicy.set(every(30));
    bench.pass(minutes(1));

    assertThat(bench.minutes())
        .hasSize(2)
        .last()
        .satisfies(at -> assertThat(at).isBetween(40L, 41L));
  }

  @Test
  void policyChanged_looksAtOnceOnTheSchedulersThread() {
    SyncSchedule schedule = startedLive();
    bench.pass(minutes(40).plusSeconds(30));
    schedulePolicy.set(every(30));

    schedule.policyChanged();
    assertThat(bench.minutes()).as("not on the thread that tells").containsExactly(0L);
    bench.settle();

    assertThat(bench.seconds()).containsExactly(0L, 40L * 60 + 30);
  }

  @Test
  void policyChanged_beforeTheStartAndBehindTheStop_doesNothing() {
    SyncSchedule schedule = scheduleLive();
    schedule.policyChanged();
    bench.settle();
    assertThat(bench.minutes()).isEmpty();

    bench.started(schedule);
    schedule.stop(Duration.ZERO);
    schedulePolicy.set(every(1));
    schedule.policyChanged();
    bench.pass(minutes(10));

    assertThat(bench.minutes()).containsExactly(0L);
    assertThat(bench.scheduler.waiting()).isZero();
  }

  @Test
  void interval_lengthened_putsTheNextCycleOff() {
    SyncSchedule schedule = startedLive();
    bench.pass(minutes(30));

    schedulePolicy.set(every(90));
    assertThat(schedule.standing().next()).contains(at(90));
    bench.pass(minutes(59));
    assertThat(bench.minutes()).containsExactly(0L);
    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(0L, 90L);
  }

  @Test
  void jitter_ofACycleThatIsTold_staysItsPartOfTheInterval() {
    schedulePolicy.set(SchedulePolicy.every(minutes(100)));
    SyncSchedule schedule = startedLive();
    Instant first = schedule.standing().next().orElseThrow();
    Duration offset = Duration.between(at(100), first);

    schedulePolicy.set(SchedulePolicy.every(minutes(50)));

    Duration half = Duration.between(at(50), schedule.standing().next().orElseThrow());
    assertThat(half.minus(offset.dividedBy(2)).abs()).isLessThanOrEqualTo(Duration.ofMillis(1));
    schedulePolicy.set(SchedulePolicy.every(minutes(100)));
    assertThat(schedule.standing().next()).contains(first);
  }

  @Test
  void mode_changed_isToldAndIsThatOfTheNextCycle() {
    startedLive();
    bench.pass(minutes(10));

    schedulePolicy.set(HOURLY.withMode(Mode.FULL));
    bench.pass(minutes(50));

    assertThat(bench.replica.requests)
        .containsExactly(SyncRequest.of(Mode.INCREMENTAL), SyncRequest.of(Mode.FULL));
    assertThat(bench.listener.events(SyncEvent.CycleScheduled.class))
        .startsWith(
            new SyncEvent.CycleScheduled(at(60), Mode.INCREMENTAL),
            new SyncEvent.CycleScheduled(at(60), Mode.FULL));
  }

  @Test
  void retries_changed_areThoseOfTheNextFailure() {
    bench.replica.fails(new UpstreamUnavailableException("down"));
    schedulePolicy.set(new SchedulePolicy(Mode.INCREMENTAL, minutes(60), List.of(), 0));
    SyncSchedule schedule = startedLive();
    bench.pass(minutes(5));
    assertThat(bench.seconds()).containsExactly(0L);

    schedulePolicy.set(
        new SchedulePolicy(Mode.INCREMENTAL, minutes(60), List.of(Duration.ofSeconds(7)), 0));
    bench.replica.fails(new UpstreamUnavailableException("down"));
    assertThat(schedule.trigger(SyncRequest.of(Mode.FULL))).isEqualTo(Answer.ACCEPTED);
    bench.pass(minutes(1));

    assertThat(bench.seconds()).containsExactly(0L, 300L, 307L);
  }

  @Test
  void schedulePolicy_thatCannotBeRead_isToldAndReadAgainWithinAMinute() {
    StorageException broken = new StorageException("read the settings: busy", true);
    AtomicReference<Supplier<SchedulePolicy>> source =
        new AtomicReference<>(
            () -> {
              throw broken;
            });
    bench.started(bench.schedule(() -> source.get().get()));
    assertThat(bench.listener.events(SyncEvent.ScheduleFaltered.class))
        .containsExactly(new SyncEvent.ScheduleFaltered(broken));

    source.set(() -> HOURLY);
    bench.pass(minutes(1));

    assertThat(bench.minutes()).containsExactly(1L);
  }

  @Test
  void requestsPerHour_loweredBetweenTwoCycles_holdsForTheSecond() {
    SyncReplica replica = liveCycles();
    cycles.upstream.put(live(ORG, 1, 1));
    replica.sync(Mode.FULL);
    syncPolicy.set(SyncPolicy.builder().requestsPerHour(1).build());

    assertThatThrownBy(() -> replica.sync(Mode.INCREMENTAL))
        .isInstanceOf(BudgetSpentException.class)
        .hasMessageContaining("the budget of 1 requests per hour is spent");

    cycles.clock.advance(Duration.ofHours(1));
    syncPolicy.set(SyncPolicy.builder().requestsPerHour(9).build());
    assertThat(replica.sync(Mode.INCREMENTAL).requests()).isEqualTo(1);
  }

  @Test
  void memoryLimit_loweredBetweenTwoCycles_holdsForTheSecond() {
    SyncReplica replica = liveCycles();
    cycles.upstream.put(live(ORG, 1, 1));
    replica.sync(Mode.FULL);
    syncPolicy.set(SyncPolicy.builder().guards(new SyncPolicy.Guards(1, 0, 0, 0.5, 0.1)).build());
    cycles.memory.set(10, 10, OptionalLong.empty());

    assertThatThrownBy(() -> replica.sync(Mode.INCREMENTAL))
        .isInstanceOf(OutOfMemoryGuardException.class);
  }

  @Test
  void syncPolicy_isReadOnceInACycle() {
    AtomicInteger reads = new AtomicInteger();
    SyncReplica replica =
        cycles.service(
            () -> {
              reads.incrementAndGet();
              return syncPolicy.get();
            });
    cycles.upstream.put(live(ORG, 1, 1));

    replica.sync(Mode.FULL);

    assertThat(reads).hasValue(1);
  }

  @Test
  void syncPolicy_thatCannotBeRead_isToldAndNothingIsBegun() {
    StorageException broken = new StorageException("read the settings: busy", true);
    SyncReplica replica =
        cycles.service(
            () -> {
              throw broken;
            });

    assertThatThrownBy(() -> replica.sync(Mode.FULL)).isSameAs(broken);

    assertThat(cycles.listener.events())
        .containsExactly(new SyncEvent.CycleNotBegun(Mode.FULL, broken));
    assertThat(cycles.journal.last(1)).isEmpty();
    assertThatThrownBy(() -> replica.sync(Mode.FULL)).as("nothing runs").isSameAs(broken);
  }

  private SyncReplica liveCycles() {
    return cycles.service(syncPolicy::get);
  }

  private SyncSchedule scheduleLive() {
    return bench.schedule(schedulePolicy::get);
  }

  private SyncSchedule startedLive() {
    return bench.started(scheduleLive());
  }

  private static SchedulePolicy every(long minutes) {
    return new SchedulePolicy(Mode.INCREMENTAL, minutes(minutes), HOURLY.retries(), 0);
  }
}
