package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static dev.tidemark.testkit.job.JobBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobStanding;
import dev.tidemark.core.job.JobStatus;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.RunRecord;
import dev.tidemark.core.job.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is kept of runs, and for how long. */
final class HistoryTest {

  private static final Duration FIVE = MINUTE.multipliedBy(5);

  private final JobBench bench = new JobBench();

  @Test
  void result_ofARun_isKeptAsItWas() {
    Map<String, String> notes = Map.of("until", "2026-01-01T09:00:00Z", "what", "a=b");
    Jobs jobs = bench.process("one", giving(new JobResult(7, notes)));
    jobs.tend();

    assertThat(last(jobs).result()).isEqualTo(new JobResult(7, notes));
    assertThat(last(jobs).runner()).isEqualTo("one");
  }

  /** The work is done: what is too long to be told is cut. */
  @Test
  void result_tooLongOddOrBroken_isCutAndASuccess() {
    Map<String, String> notes = new HashMap<>(Map.of("a\nb=c", "x\ny\u2028z", "lone", "\ud83dx"));
    notes.put("long", "é".repeat(199) + "\ud83d\ude00".repeat(5_000));
    notes.put("n".repeat(300), "name");
    Jobs jobs = bench.process("one", giving(new JobResult(7, notes)));
    jobs.tend();

    assertThat(last(jobs).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(last(jobs).result().notes())
        .containsEntry("a b c", "x y z")
        .containsEntry("lone", "?x")
        .containsEntry("long", "é".repeat(199))
        .containsKey("n".repeat(40));
  }

  @Test
  void result_manyNotes_areTheFirstByName() {
    Map<String, String> notes = new HashMap<>();
    for (int i = 100; i < 200; i++) {
      notes.put("note " + i, "x");
    }

    assertThat(new JobResult(0, notes).notes()).hasSize(16).containsKey("note 115");
  }

  /** An idle day leaves one row, and what did something stays. */
  @Test
  void nothingToDo_again_leavesTheLastOfThem() {
    AtomicReference<JobResult> found = new AtomicReference<>(JobResult.of(1));
    Jobs jobs = bench.process("one", Job.every(FIVE, "job", run -> found.get()));
    jobs.tend();
    found.set(JobResult.NOTHING);
    bench.tend(jobs, HOUR.minus(FIVE));

    assertThat(JobBench.history(jobs)).containsExactly("09:55 SUCCEEDED 1", "09:00 SUCCEEDED 1");
  }

  @Test
  void nothingToDo_whereEveryPlanCounts_leavesAll() {
    Job job =
        Job.every(HOUR, "job", run -> JobResult.NOTHING)
            .timed(Timing.every(HOUR).everyPlan(Duration.ofDays(1), 9));
    Jobs jobs = bench.process("one", job);
    jobs.tend();
    bench.pass(HOUR.multipliedBy(2));
    jobs.tend();

    assertThat(JobBench.history(jobs)).hasSize(3);
  }

  @Test
  void runs_olderThanAWeek_areForgottenButForTheLastOfEachScope() {
    List<String> scopes = new CopyOnWriteArrayList<>(List.of("kept", "left"));
    Job job = bench.noting(HOUR).scoped(() -> List.copyOf(scopes));
    Jobs jobs = bench.process("one", job.when(scope -> bench.runs.size() < 6));
    for (int hours = 0; hours < 3; hours++) {
      jobs.tend();
      bench.pass(HOUR);
    }
    assertThat(JobBench.history(jobs)).hasSize(6);

    scopes.remove("left");
    bench.pass(Duration.ofDays(8));
    jobs.tend();

    assertThat(jobs.history("job", 9))
        .allSatisfy(run -> assertThat(JobBench.text(run)).isEqualTo("11:00 SUCCEEDED 1"))
        .extracting(run -> run.run().scope())
        .containsExactly("kept", "left");
  }

  @Test
  void runs_olderThanAWeekOfAJobThatIsNotKnownHere_areForgotten() {
    bench.process("one", bench.noting(HOUR)).tend();
    bench.pass(Duration.ofDays(8));
    Jobs two = bench.process("two");
    two.tend();

    assertThat(JobBench.history(two)).isEmpty();
  }

  /** The newest plan is as good as the last, whatever a clock that was ahead has left. */
  @Test
  void runs_moreThanAThousandOfAScope_areForgottenHoweverYoung() {
    Duration second = Duration.ofSeconds(1);
    Jobs jobs = bench.process("one", bench.noting(second));
    for (int seconds = 0; seconds < 1_100; seconds++) {
      jobs.tend();
      bench.pass(second);
    }
    assertThat(jobs.history("job", 9_999)).hasSize(1_100);
    bench.pass(HOUR);
    jobs.tend();

    assertThat(jobs.history("job", 9_999)).hasSize(1_001);
    assertThat(jobs.history("job", 1))
        .extracting(JobBench::text)
        .containsExactly("10:20 SUCCEEDED 1");
  }

  @Test
  void history_manyRuns_areTheNewestFirstAndNoMoreThanAsked() {
    Jobs jobs = bench.process("one", bench.noting(HOUR));
    for (int hours = 0; hours < 3; hours++) {
      jobs.tend();
      bench.pass(HOUR);
    }

    assertThat(jobs.history("job", 2))
        .extracting(JobBench::text)
        .containsExactly("11:00 SUCCEEDED 1", "10:00 SUCCEEDED 1");
    assertThat(jobs.history("other", 2)).isEmpty();
  }

  @Test
  void standing_jobThatFailedAfterASuccess_tellsOfBothAndOfTheNextTry() {
    AtomicReference<JobResult> result = new AtomicReference<>(JobResult.of(1));
    Job job =
        Job.every(
            HOUR,
            "job",
            run -> {
              if (run.plan().toString().contains("T10")) {
                throw new IllegalStateException("no luck");
              }
              return result.get();
            });
    Jobs jobs = bench.process("one", job);
    jobs.tend();
    bench.pass(HOUR);
    jobs.tend();

    JobStanding standing = jobs.standing().get(0);
    assertThat(standing.last()).map(JobBench::text).contains("10:00 FAILED 1");
    assertThat(standing.lastSuccess()).map(JobBench::text).contains("09:00 SUCCEEDED 1");
    assertThat(standing.lastFailure()).isEqualTo(standing.last());
    assertThat(standing.next()).map(JobBench::time).contains("10:03");
    assertThat(standing.isRunning()).isFalse();
  }

  @Test
  void standing_whileItRuns_saysSo() {
    AtomicReference<JobStanding> seen = new AtomicReference<>();
    Jobs other = bench.process("other");
    Job job =
        Job.every(
            HOUR,
            "job",
            run -> {
              seen.set(other.standing().get(0));
              return JobResult.of(1);
            });
    bench.process("one", job).tend();

    assertThat(seen.get().isRunning()).isTrue();
    assertThat(seen.get().next()).isEmpty();
  }

  private static Job giving(JobResult result) {
    return Job.every(HOUR, "job", run -> result);
  }

  private static RunRecord last(Jobs jobs) {
    return jobs.history("job", 1).get(0);
  }
}
