package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static dev.tidemark.testkit.job.JobBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.Attempts;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent.JobLeaseLost;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.RunRecord;
import dev.tidemark.core.job.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clocks that are set: no plan is run twice, and nothing waits for a time that was wrong. */
final class ClockTest {

  private static final Duration YEAR = Duration.ofDays(365);

  private final JobBench bench = new JobBench();

  @Test
  void clock_setBackAnHour_runsNoPlanTwiceAndGoesOnThen() {
    Jobs jobs = bench.process("one", bench.noting(HOUR));
    bench.tend(jobs, HOUR.multipliedBy(2));
    bench.clock.advance(HOUR.negated());
    bench.tend(jobs, HOUR.multipliedBy(2));

    assertThat(bench.plans()).containsExactly("09:00", "10:00", "11:00", "12:00");
  }

  @Test
  void clock_wasFarAheadForAWhile_isNotWaitedFor() {
    bench.clock.advance(YEAR);
    Jobs jobs = bench.process("one", bench.noting(HOUR));
    jobs.tend();
    bench.clock.advance(YEAR.negated());
    jobs.tend();

    assertThat(bench.plans()).containsExactly("09:00", "09:00");
    assertThat(bench.runs.get(0).plan()).isNotEqualTo(bench.runs.get(1).plan());
  }

  @Test
  void clock_wasFarAheadForAWhile_lastIsTheRunOfNow() {
    bench.clock.advance(YEAR);
    Jobs jobs = bench.process("one", bench.noting(HOUR));
    jobs.tend();
    bench.clock.advance(YEAR.negated());
    assertThat(jobs.standing().get(0).last()).isPresent();
    jobs.tend();

    JobRun now = bench.runs.get(1);
    assertThat(jobs.standing().get(0).last()).map(RunRecord::run).contains(now);
    assertThat(jobs.standing().get(0).lastSuccess()).map(RunRecord::run).contains(now);
  }

  @Test
  void clock_wasFarAheadWhereEveryPlanCounts_isNotWaitedFor() {
    Job job = bench.noting(HOUR).timed(Timing.every(HOUR).everyPlan(HOUR.multipliedBy(3), 9));
    Jobs jobs = bench.process("one", job);
    jobs.tend();
    bench.clock.advance(YEAR);
    jobs.tend();
    bench.clock.advance(YEAR.negated().plus(HOUR));
    jobs.tend();

    assertThat(bench.plans()).containsExactly("09:00", "07:00", "08:00", "09:00", "10:00");
    assertThat(bench.runs).extracting(JobRun::plan).doesNotHaveDuplicates();
  }

  @Test
  void clock_setBackBehindAFailure_doesNotMakeTheWaitLonger() {
    Jobs jobs = bench.process("one", bench.failing(HOUR).tried(twice(MINUTE)));
    bench.clock.advance(MINUTE.multipliedBy(50));
    jobs.tend();
    bench.clock.advance(MINUTE.multipliedBy(-45));
    jobs.tend();

    assertThat(bench.runs).extracting(run -> run.attempt()).containsExactly(1, 2);
  }

  @Test
  void clock_setBackBehindADeadProcess_givesItUpInTheEnd() {
    bench.clock.advance(YEAR);
    Job fatal =
        Job.every(
            HOUR,
            "job",
            run -> {
              bench.strong.failNext(new StorageException("gone", false));
              return JobResult.NOTHING;
            });
    bench.process("dead", fatal).tend();
    bench.clock.advance(YEAR.negated());
    Jobs two = bench.process("two", bench.noting(HOUR));

    two.tend();
    assertThat(bench.plans()).isEmpty();
    bench.tend(two, MINUTE.multipliedBy(3));
    assertThat(bench.plans()).containsExactly("09:00");
  }

  /** It tells that it is alive, whatever the clock says. */
  @Test
  void clock_setBackWhileItRuns_isNotGivenUp() {
    Jobs two = bench.process("two", bench.noting(HOUR));
    Job slow =
        Job.every(
            HOUR,
            "job",
            run -> {
              bench.clock.advance(YEAR.negated());
              bench.tend(two, MINUTE.multipliedBy(6));
              return JobResult.of(1);
            });
    bench.process("one", slow).tend();

    assertThat(bench.told.events(JobLeaseLost.class)).isEmpty();
  }

  /** This process knows that it runs; another may take it, and only one of them has success. */
  @Test
  void clock_setForwardWhileItRuns_isGivenUpByOthersAlone() {
    Deque<Jobs> self = new ArrayDeque<>();
    Job slow =
        Job.every(
            HOUR,
            "job",
            run -> {
              bench.clock.advance(HOUR.multipliedBy(3));
              self.element().tend();
              bench.pass(MINUTE);
              return JobResult.of(1);
            });
    Jobs one = bench.process("one", slow);
    self.add(one);
    one.tend();

    assertThat(bench.told.events(JobLeaseLost.class)).isEmpty();
    assertThat(JobBench.history(one)).containsExactly("09:00 SUCCEEDED 1");
  }

  private static Attempts twice(Duration wait) {
    return new Attempts(2, List.of(wait));
  }
}
