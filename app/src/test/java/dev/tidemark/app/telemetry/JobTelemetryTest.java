package dev.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.JobEvent;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.JobStatus;
import dev.tidemark.core.job.RunRecord;
import dev.tidemark.core.job.RunRecord.Failure;
import dev.tidemark.core.sync.spi.Leadership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of jobs. */
final class JobTelemetryTest {

  private static final String RUN = " job=tidy scope=global plan=2026-04-16T08:00:00Z attempt=2";

  private final LogLines lines = new LogLines("tidemark.job");
  private final JobLog log = new JobLog(lines.logger);

  @Test
  void log_success_isForThoseWhoLookClosely() {
    log.on(new JobEvent.JobStarted(run(JobStatus.RUNNING, "", false)));
    log.on(new JobEvent.JobSucceeded(run(JobStatus.SUCCEEDED, "", false)));

    assertThat(lines.told())
        .containsExactly("DEBUG job begins" + RUN, "DEBUG job done" + RUN + " rows=7 millis=3000");
  }

  @Test
  void log_failure_mattersLessWhileItIsTriedAgain() {
    Throwable bug = new IllegalStateException("no luck");
    log.on(new JobEvent.JobFailed(run(JobStatus.FAILED, "handler_error", true), bug));
    log.on(new JobEvent.JobFailed(run(JobStatus.FAILED, "handler_error", false), bug));

    assertThat(lines.told())
        .containsExactly(
            "WARN job failed"
                + RUN
                + " code=handler_error reason=no luck next_try=2026-04-16T08:31:00Z",
            "ERROR job failed" + RUN + " code=handler_error reason=no luck");
  }

  @Test
  void log_cancelled_isWhatSomebodyWantedWhateverWasThrown() {
    Throwable closed = new StorageException("the store is closed", false);
    log.on(new JobEvent.JobFailed(run(JobStatus.FAILED, "cancelled", true), closed));
    log.on(new JobEvent.JobFailed(run(JobStatus.FAILED, "cancelled", false), closed));

    assertThat(lines.told())
        .hasSize(2)
        .allMatch(
            line -> line.startsWith("INFO job failed" + RUN + " code=cancelled reason=no luck"));
  }

  @Test
  void log_leftBehind_saysWhich() {
    log.on(new JobEvent.JobsLeftBehind(List.of(run(JobStatus.RUNNING, "", false).run())));

    assertThat(lines.told())
        .containsExactly(
            "WARN jobs do not end, the process stops without them"
                + " jobs=tidy of 2026-04-16T08:00:00Z");
  }

  @Test
  void log_givenUp_saysWhetherAPersonMustAct() {
    log.on(new JobEvent.JobAbandoned(run(JobStatus.ABANDONED, "stale", true)));
    log.on(new JobEvent.JobWaitsForPerson(run(JobStatus.WAITING, "stale", false)));
    log.on(new JobEvent.JobLeaseLost(run(JobStatus.RUNNING, "", false)));

    assertThat(lines.told())
        .containsExactly(
            "WARN job given up, nothing was heard of its run" + RUN + " code=stale reason=no luck",
            "ERROR job waits for a person, see what it has done and release it: jobs release"
                + RUN
                + " code=stale reason=no luck",
            "WARN job was given up by another process meanwhile" + RUN);
  }

  @Test
  void log_whatGoesWrongAround_isTold() {
    StorageException full = new StorageException("the disk is full", false);
    log.on(new JobEvent.JobUnrecorded(run(JobStatus.SUCCEEDED, "", false), full));
    log.on(new JobEvent.PlanTaken("tidy", "global"));
    log.on(new JobEvent.PlansSkipped("tidy", "global", 4));
    log.on(new JobEvent.JobsFaltered("look for what is due", full));

    assertThat(lines.told())
        .containsExactly(
            "ERROR how a job ended cannot be written, it will be given up"
                + RUN
                + " reason=the disk is full",
            "DEBUG another process was quicker job=tidy scope=global",
            "WARN plans of a job are too old to be made up for job=tidy scope=global plans=4",
            "ERROR jobs faltered, it is tried again attempted=look for what is due"
                + " reason=the disk is full");
  }

  @Test
  void meters_runs_areCountedByHowTheyEnded() {
    Library library = new Library();
    Telemetry telemetry = Telemetry.of(library.schema, library.clock, Map.of());
    telemetry.observe(library.observed(Leadership.always()));
    telemetry.listener().on(new JobEvent.JobSucceeded(run(JobStatus.SUCCEEDED, "", false)));
    telemetry.listener().on(new JobEvent.JobLeaseLost(run(JobStatus.RUNNING, "", false)));

    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_job_runs_total{job=\"tidy\",outcome=\"succeeded\"} 1.0",
            "tidemark_job_runs_total{job=\"tidy\",outcome=\"lost\"} 1.0",
            "tidemark_job_runs_total{job=\"tidy\",outcome=\"failed\"} 0.0",
            "tidemark_job_duration_seconds_sum{job=\"tidy\"} 3.0");
  }

  private static RunRecord run(JobStatus status, String code, boolean isRetried) {
    Instant start = Library.NOW;
    return new RunRecord(
        new JobRun("tidy", "global", Instant.parse("2026-04-16T08:00:00Z"), 2),
        "here",
        status,
        start,
        start.plus(Duration.ofMinutes(2)),
        status == JobStatus.RUNNING ? Optional.empty() : Optional.of(start.plusSeconds(3)),
        isRetried ? Optional.of(start.plusSeconds(60)) : Optional.empty(),
        status == JobStatus.SUCCEEDED ? JobResult.of(7) : JobResult.NOTHING,
        code.isEmpty() ? Optional.empty() : Optional.of(new Failure(code, "no luck")));
  }
}
