package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static dev.tidemark.testkit.job.JobBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.Attempts;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent.JobAbandoned;
import dev.tidemark.core.job.JobEvent.JobLeaseLost;
import dev.tidemark.core.job.JobEvent.JobSucceeded;
import dev.tidemark.core.job.JobEvent.JobUnrecorded;
import dev.tidemark.core.job.JobEvent.JobWaitsForPerson;
import dev.tidemark.core.job.JobEvent.PlanTaken;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.Lease;
import dev.tidemark.core.job.RunRecord;
import dev.tidemark.core.job.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who runs a plan, and what becomes of those who are slow, frozen or dead. */
final class LeaseTest {

  private static final Instant NINE = Instant.parse("2026-01-01T09:00:00Z");

  private final JobBench bench = new JobBench();

  @Test
  void tend_twoProcesses_oneRunsThePlan() {
    Jobs one = bench.process("one", bench.noting(HOUR));
    Jobs two = bench.process("two", bench.noting(HOUR));
    one.tend();
    two.tend();

    assertThat(bench.plans()).containsExactly("09:00");
  }

  /** Both have looked before either begins. */
  @Test
  void tend_twoProcessesLookAtOnce_theSlowerOneSaysThatItIsTaken() {
    Deque<Runnable> held = new ArrayDeque<>();
    Jobs one = bench.process("one", bench.scheduler, held::add, bench.noting(HOUR));
    Jobs two = bench.process("two", bench.noting(HOUR));
    one.tend();
    two.tend();
    held.forEach(Runnable::run);

    assertThat(bench.plans()).containsExactly("09:00");
    assertThat(bench.told.events(PlanTaken.class))
        .containsExactly(new PlanTaken("job", Job.GLOBAL));
  }

  @Test
  void tend_whileAnotherProcessRunsAnOlderPlan_waitsForIt() {
    Jobs two = bench.process("two", bench.noting(MINUTE));
    Jobs one = bench.process("one", doing(MINUTE, run -> bench.tend(two, MINUTE.multipliedBy(5))));
    one.tend();

    assertThat(bench.plans()).isEmpty();
    two.tend();
    assertThat(bench.plans()).hasSize(1);
  }

  @Test
  void heartbeat_longRun_isNotGivenUp() {
    Jobs two = bench.process("two", bench.noting(HOUR));
    Jobs one = bench.process("one", doing(HOUR, run -> bench.tend(two, MINUTE.multipliedBy(9))));
    one.tend();

    assertThat(bench.told.events(JobSucceeded.class)).hasSize(1);
    assertThat(bench.plans()).isEmpty();
  }

  /** The frozen one has no heartbeats; when it goes on, the other has given it up and has run. */
  @Test
  void heartbeat_frozenBeyondTheStaleTimeout_isInterruptedAndItsSuccessRejected() {
    AtomicBoolean interrupted = new AtomicBoolean();
    Jobs two = bench.process("two", bench.noting(HOUR));
    Jobs one = bench.process("one", frozen(two, () -> bench.pass(MINUTE), interrupted));
    one.tend();

    assertThat(interrupted).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(bench.told.events(JobAbandoned.class)).hasSize(1);
    assertThat(bench.told.events(JobLeaseLost.class)).hasSize(1);
    assertThat(JobBench.history(one)).containsExactly("09:00 SUCCEEDED 2");
    assertThat(one.history("job", 1).get(0).runner()).isEqualTo("two");
  }

  /** It finds the plan running, but not as its own. */
  @Test
  void heartbeat_frozenUntilTheOtherOneRuns_takesNothingBack() {
    AtomicBoolean interrupted = new AtomicBoolean();
    Jobs two = bench.process("two", doing(HOUR, run -> bench.pass(MINUTE)));
    Jobs one = bench.process("one", frozen(two, () -> {}, interrupted));
    one.tend();

    assertThat(bench.told.events(JobSucceeded.class))
        .extracting(event -> event.run().runner())
        .containsExactly("two");
    assertThat(bench.told.events(JobLeaseLost.class))
        .extracting(event -> event.run().runner())
        .containsExactly("one");
    assertThat(interrupted).isTrue();
  }

  private Job frozen(Jobs other, Runnable awake, AtomicBoolean interrupted) {
    return doing(
        HOUR,
        run -> {
          bench.clock.advance(MINUTE.multipliedBy(3));
          other.tend();
          awake.run();
          interrupted.set(Thread.currentThread().isInterrupted());
        });
  }

  @Test
  void tend_processDied_isAbandonedAndRunAgain() {
    die(bench.noting(HOUR));
    Jobs two = bench.process("two", bench.noting(HOUR));
    two.tend();
    assertThat(JobBench.history(two)).containsExactly("09:00 RUNNING 1");

    bench.pass(MINUTE.multipliedBy(2));
    two.tend();

    assertThat(JobBench.history(two)).containsExactly("09:00 SUCCEEDED 2");
  }

  @Test
  void tend_processDiedInItsLastAttempt_staysAbandonedAndTheNextPlanIsRun() {
    die(bench.noting(HOUR).tried(Attempts.ONE));
    Jobs two = bench.process("two", bench.noting(HOUR).tried(Attempts.ONE));
    bench.pass(MINUTE.multipliedBy(2));
    two.tend();
    assertThat(JobBench.history(two)).containsExactly("09:00 ABANDONED 1");
    assertThat(two.history("job", 1).get(0).failure().orElseThrow().message())
        .isEqualTo("nothing was heard of dead until 2026-01-01T09:04:00Z");
    assertThat(two.history("job", 1).get(0).nextTry()).isEmpty();

    bench.pass(HOUR);
    two.tend();
    assertThat(bench.plans()).containsExactly("10:00");
  }

  @Test
  void tend_processDiedInAJobThatIsNotReentrant_waitsForAPersonThroughEveryPlan() {
    Job once = bench.noting(HOUR).leased(Lease.DEFAULTS.notReentrant());
    die(once);
    Jobs two = bench.process("two", once);
    bench.tend(two, HOUR.multipliedBy(3));

    assertThat(bench.plans()).isEmpty();
    assertThat(bench.told.events(JobWaitsForPerson.class)).hasSize(1);
    assertThat(two.standing().get(0).isWaiting()).isTrue();

    two.release("job", Job.GLOBAL, NINE);
    two.tend();
    assertThat(bench.plans()).containsExactly("12:00");
  }

  @Test
  void release_everyPlan_goesOnWithThatPlan() {
    Job once =
        bench
            .noting(HOUR)
            .timed(Timing.every(HOUR).everyPlan(Duration.ofDays(1), 9))
            .leased(Lease.DEFAULTS.notReentrant());
    die(once);
    Jobs two = bench.process("two", once);
    bench.pass(HOUR);
    two.tend();
    two.release("job", Job.GLOBAL, NINE);
    two.tend();

    assertThat(bench.plans()).containsExactly("09:00", "10:00");
  }

  @Test
  void release_lastAttempt_isNotTriedAgain() {
    Job once = bench.noting(HOUR).leased(Lease.DEFAULTS.notReentrant()).tried(Attempts.ONE);
    die(once);
    Jobs two = bench.process("two", once);
    bench.pass(MINUTE.multipliedBy(3));
    two.tend();
    two.release("job", Job.GLOBAL, NINE);

    assertThat(JobBench.history(two)).containsExactly("09:00 ABANDONED 1");
    assertThat(two.history("job", 1).get(0).nextTry()).isEmpty();
  }

  /** No process that knows the job looks, so that nobody has given it up. */
  @Test
  void release_diedAndNobodyHasNoted_isLetGoOnceNothingWasHeardForLongEnough() {
    Job once = bench.noting(HOUR).leased(Lease.DEFAULTS.notReentrant());
    die(once);
    Jobs two = bench.process("two", once);
    assertThatThrownBy(() -> two.release("job", Job.GLOBAL, NINE))
        .hasMessageEndingWith("found one that is running");
    bench.pass(MINUTE.multipliedBy(2));
    two.release("job", Job.GLOBAL, NINE);
    two.tend();

    assertThat(bench.told.events(JobWaitsForPerson.class)).isEmpty();
    assertThat(JobBench.history(two)).containsExactly("09:00 SUCCEEDED 2");
  }

  @Test
  void release_doesNotWait_isRefused() {
    Jobs one = bench.process("one", bench.noting(HOUR));
    one.tend();

    assertThatThrownBy(() -> one.release("job", Job.GLOBAL, NINE))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "release job of 2026-01-01T09:00:00Z: expected a run that waits, found one that is succeeded");
    assertThatThrownBy(() -> one.release("job", Job.GLOBAL, NINE.plus(HOUR)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void run_longerThanItMay_isInterruptedAndFails() {
    Job slow = doing(HOUR, run -> bench.pass(MINUTE.multipliedBy(11)));
    Jobs one = bench.process("one", stopping(slow));
    one.tend();

    RunRecord run = one.history("job", 1).get(0);
    assertThat(run.failure().orElseThrow().code()).isEqualTo("run_timeout");
    assertThat(run.failure().orElseThrow().message())
        .isEqualTo("it took longer than 600 s: java.lang.IllegalStateException: interrupted");
  }

  @Test
  void stop_whileItRuns_interruptsItAndTriesAgainAtTheNextStart() {
    Deque<Jobs> self = new ArrayDeque<>();
    Jobs one = bench.process("one", stopping(doing(HOUR, run -> self.element().stop())));
    self.add(one);
    one.tend();
    assertThat(one.history("job", 1).get(0).failure().orElseThrow().code()).isEqualTo("cancelled");
    one.tend();
    assertThat(JobBench.history(one)).containsExactly("09:00 FAILED 1");

    bench.process("two", bench.noting(HOUR)).tend();
    assertThat(JobBench.history(one)).containsExactly("09:00 SUCCEEDED 2");
  }

  @Test
  void run_endCannotBeWritten_isToldAndGivenUpLater() {
    Job job =
        doing(HOUR, run -> bench.strong.failNext(new StorageException("disk full", false, null)));
    Jobs one = bench.process("one", job);
    one.tend();
    assertThat(bench.told.events(JobUnrecorded.class)).hasSize(1);

    bench.pass(MINUTE.multipliedBy(3));
    bench.process("two", bench.noting(HOUR)).tend();
    assertThat(JobBench.history(one)).containsExactly("09:00 SUCCEEDED 2");
  }

  /** A process that begins the plan of now, and is not heard of again. */
  private void die(Job job) {
    Job fatal =
        new Job(
            job.name(),
            job.timing(),
            job.lease(),
            job.attempts(),
            job.scopes(),
            false,
            job.wanted(),
            run -> {
              bench.strong.failNext(new StorageException("gone", false, null));
              return JobResult.NOTHING;
            });
    bench.process("dead", fatal).tend();
    bench.told.clear();
  }

  private static Job doing(Duration cadence, Consumer<JobRun> what) {
    return Job.every(
        cadence,
        "job",
        run -> {
          what.accept(run);
          return JobResult.of(1);
        });
  }

  /** The same, ending as it should when it is interrupted. */
  private static Job stopping(Job job) {
    return Job.every(
        job.timing().cadence(),
        job.name(),
        run -> {
          JobResult result = job.handler().run(run);
          if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
          }
          return result;
        });
  }
}
