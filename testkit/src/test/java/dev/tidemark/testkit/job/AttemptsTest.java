package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static dev.tidemark.testkit.job.JobBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.job.Attempts;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent.JobFailed;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.RunRecord.Failure;
import dev.tidemark.core.job.Timing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What follows a failure. */
final class AttemptsTest {

  private static final Duration FIVE = MINUTE.multipliedBy(5);
  private static final Attempts FOUR =
      new Attempts(4, List.of(MINUTE, FIVE, MINUTE.multipliedBy(15)));

  private final JobBench bench = new JobBench();

  @Test
  void tend_handlerThrows_notesWhyAndWhenItIsTriedAgain() {
    Jobs jobs = bench.process("one", bench.failing(HOUR));
    jobs.tend();

    assertThat(JobBench.history(jobs)).containsExactly("09:00 FAILED 1");
    assertThat(jobs.history("job", 1).get(0).failure())
        .contains(new Failure("handler_error", "java.lang.IllegalStateException: no luck"));
    assertThat(jobs.history("job", 1).get(0).nextTry().map(JobBench::time)).contains("09:03");
    assertThat(bench.told.events(JobFailed.class)).hasSize(1);
  }

  @Test
  void tend_handlerThrowsAnError_isAFailureLikeAnyOther() {
    Job job =
        Job.every(
            HOUR,
            "job",
            run -> {
              throw new StackOverflowError("deep");
            });
    Jobs jobs = bench.process("one", job);
    jobs.tend();

    assertThat(JobBench.history(jobs)).containsExactly("09:00 FAILED 1");
  }

  @Test
  void tend_failsAgainAndAgain_waitsLongerAndGivesUp() {
    Jobs jobs = bench.process("one", bench.failing(HOUR).tried(Attempts.DEFAULTS));
    bench.tend(jobs, MINUTE.multipliedBy(50));

    assertThat(bench.runs).extracting(run -> run.attempt()).containsExactly(1, 2, 3);
    assertThat(JobBench.history(jobs)).containsExactly("09:00 FAILED 3");
  }

  /** However often a newer plan comes, every step of the waits is taken. */
  @Test
  void tend_latestOnlyWithWaitsLongerThanTheCadence_takesEachWaitAndThenTheLatestPlan() {
    Jobs jobs = bench.process("one", bench.failing(FIVE).tried(FOUR));
    bench.tend(jobs, MINUTE.multipliedBy(22));

    assertThat(bench.plans()).containsExactly("09:00", "09:00", "09:05", "09:20");
    assertThat(bench.runs).extracting(run -> run.attempt()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void tend_attemptsAreSpent_theNextPlanBeginsAnew() {
    Jobs jobs = bench.process("one", bench.failing(FIVE).tried(Attempts.ONE));
    bench.tend(jobs, FIVE);

    assertThat(bench.plans()).containsExactly("09:00", "09:05");
    assertThat(bench.runs).extracting(run -> run.attempt()).containsExactly(1, 1);
  }

  @Test
  void tend_everyPlan_triesTheSamePlanAgainBeforeTheNextOne() {
    AtomicBoolean works = new AtomicBoolean();
    Job job =
        Job.every(
                HOUR,
                "job",
                run -> {
                  bench.runs.add(run);
                  if (!works.get()) {
                    throw new IllegalStateException("no luck");
                  }
                  return JobResult.of(1);
                })
            .timed(Timing.every(HOUR).everyPlan(Duration.ofDays(1), 10))
            .tried(new Attempts(9, List.of(HOUR.multipliedBy(2))));
    Jobs jobs = bench.process("one", job);
    jobs.tend();
    bench.pass(HOUR);
    jobs.tend();
    assertThat(bench.plans()).containsExactly("09:00");

    works.set(true);
    bench.pass(HOUR);
    jobs.tend();

    assertThat(bench.plans()).containsExactly("09:00", "09:00", "10:00", "11:00");
    assertThat(JobBench.history(jobs))
        .containsExactly("11:00 SUCCEEDED 1", "10:00 SUCCEEDED 1", "09:00 SUCCEEDED 2");
  }

  @Test
  void tend_endlessMessage_isCut() {
    Job job =
        Job.every(
            HOUR,
            "job",
            run -> {
              throw new IllegalStateException("x".repeat(10_000));
            });
    Jobs jobs = bench.process("one", job);
    jobs.tend();

    Failure why = jobs.history("job", 1).get(0).failure().orElseThrow();
    assertThat(why.message()).hasSize(4_000);
  }
}
