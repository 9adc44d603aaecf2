package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static dev.tidemark.testkit.job.JobBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent.PlansSkipped;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.Timing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Which plans are run, and when. */
final class CatchUpTest {

  private final JobBench bench = new JobBench();

  @Test
  void tend_neverRun_runsThePlanOfNow() {
    bench.process("one", bench.noting(HOUR)).tend();

    assertThat(bench.plans()).containsExactly("09:00");
  }

  @Test
  void tend_planHasRun_waitsForTheNextOne() {
    Jobs jobs = bench.process("one", bench.noting(Duration.ofMinutes(5)));
    jobs.tend();

    bench.pass(MINUTE.multipliedBy(2));
    assertThat(jobs.tend()).isEqualTo(MINUTE);
    assertThat(bench.plans()).containsExactly("09:00");

    bench.pass(MINUTE);
    jobs.tend();
    assertThat(bench.plans()).containsExactly("09:00", "09:05");
  }

  @Test
  void tend_planIsSecondsAhead_saysWhenToLookAgain() {
    Jobs jobs = bench.process("one", bench.noting(Duration.ofMinutes(5)));
    jobs.tend();
    bench.pass(Duration.ofSeconds(170));

    assertThat(jobs.tend()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void tend_delay_runsThePlanThatMuchLater() {
    Job late = bench.noting(HOUR).timed(Timing.every(HOUR).delayedBy(MINUTE.multipliedBy(5)));
    Jobs jobs = bench.process("one", late);
    jobs.tend();
    assertThat(bench.plans()).containsExactly("08:00");

    bench.pass(MINUTE.multipliedBy(3));
    jobs.tend();
    assertThat(bench.plans()).containsExactly("08:00", "09:00");
  }

  @Test
  void tend_latestOnlyAfterAnOutage_runsOne() {
    Jobs jobs = bench.process("one", bench.noting(HOUR));
    jobs.tend();
    bench.pass(HOUR.multipliedBy(5));
    bench.tend(jobs, MINUTE);

    assertThat(bench.plans()).containsExactly("09:00", "14:00");
  }

  @Test
  void tend_everyPlanAfterAnOutage_runsAllInOrderSoManyInOneGo() {
    Jobs jobs = everyPlan(Duration.ofDays(1), 2);
    jobs.tend();
    bench.pass(HOUR.multipliedBy(5));

    jobs.tend();
    assertThat(bench.plans()).containsExactly("09:00", "10:00", "11:00");
    jobs.tend();
    jobs.tend();
    assertThat(bench.plans()).containsExactly("09:00", "10:00", "11:00", "12:00", "13:00", "14:00");
  }

  @Test
  void tend_everyPlanBehindTheWindow_skipsWhatIsTooOldAndSaysSo() {
    Jobs jobs = everyPlan(HOUR.multipliedBy(2), 10);
    jobs.tend();
    bench.pass(HOUR.multipliedBy(5));
    jobs.tend();

    assertThat(bench.plans()).containsExactly("09:00", "13:00", "14:00");
    assertThat(bench.told.events(PlansSkipped.class))
        .containsExactly(new PlansSkipped("job", Job.GLOBAL, 3));
  }

  @Test
  void tend_severalScopes_eachHasItsPlans() {
    Job job = bench.noting(HOUR).scoped(() -> List.of("a", "b"));
    Jobs jobs = bench.process("one", job);
    jobs.tend();

    assertThat(bench.runs).extracting(run -> run.scope()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void tend_scopesCannotBeTold_holdsUpNoOtherJob() {
    Job broken =
        Job.every(HOUR, "broken", run -> JobResult.NOTHING)
            .scoped(
                () -> {
                  throw new IllegalStateException("which ones");
                });
    bench.process("one", broken, bench.noting(HOUR)).tend();

    assertThat(bench.plans()).containsExactly("09:00");
  }

  @Test
  void tend_notWanted_writesNothingUntilItIs() {
    AtomicBoolean wanted = new AtomicBoolean();
    Jobs jobs = bench.process("one", bench.noting(HOUR).when(scope -> wanted.get()));
    jobs.tend();
    assertThat(JobBench.history(jobs)).isEmpty();

    wanted.set(true);
    jobs.tend();
    assertThat(bench.plans()).containsExactly("09:00");
  }

  @Test
  void tend_onlyForTheLeader_runsWhileThisOneLeads() {
    Jobs jobs = bench.process("one", bench.noting(HOUR).whileLeading());
    bench.leads.set(false);
    jobs.tend();
    assertThat(bench.plans()).isEmpty();

    bench.leads.set(true);
    jobs.tend();
    assertThat(bench.plans()).containsExactly("09:00");
  }

  @Test
  void start_once_runsEveryPlanByItself() {
    Jobs jobs =
        bench.process("one", bench.scheduler, bench.scheduler, bench.noting(Duration.ofMinutes(5)));
    jobs.start();
    bench.pass(Duration.ofMinutes(13));

    assertThat(bench.plans()).containsExactly("09:00", "09:05", "09:10", "09:15");
    assertThat(jobs.stop().toCompletableFuture()).isCompleted();
    assertThat(bench.scheduler.waiting()).isZero();
  }

  private Jobs everyPlan(Duration window, int atOnce) {
    Job job = bench.noting(HOUR).timed(Timing.every(HOUR).everyPlan(window, atOnce));
    return bench.process("one", job);
  }
}
