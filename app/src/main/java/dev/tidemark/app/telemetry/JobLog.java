package dev.tidemark.app.telemetry;

import dev.tidemark.app.text.OneLine;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.JobEvent;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.RunRecord;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes to the log what becomes of jobs: what fails, and what a person has to see to. Safe for use
 * by many threads.
 */
final class JobLog implements Listener {

  private final Logger log;
  private final Reactions reactions = new Reactions();

  JobLog(Logger log) {
    this.log = log;
    reactToRuns();
    reactToOthers();
  }

  private void reactToRuns() {
    reactions
        .when(JobEvent.JobStarted.class, e -> line(Level.DEBUG, e.run()).log("job begins"))
        .when(JobEvent.JobSucceeded.class, event -> succeeded(event.run()))
        .when(JobEvent.JobFailed.class, event -> failed(event.run()))
        .when(
            JobEvent.JobAbandoned.class,
            e -> why(Level.WARN, e.run()).log("job given up, nothing was heard of its run"))
        .when(
            JobEvent.JobWaitsForPerson.class,
            e ->
                why(Level.ERROR, e.run())
                    .log(
                        "job waits for a person, see what it has done and release it: jobs release"))
        .when(
            JobEvent.JobLeaseLost.class,
            e -> line(Level.WARN, e.run()).log("job was given up by another process meanwhile"));
  }

  private void reactToOthers() {
    reactions
        .when(
            JobEvent.JobUnrecorded.class,
            e ->
                line(Level.ERROR, e.run())
                    .addKeyValue("reason", reason(e.failure()))
                    .log("how a job ended cannot be written, it will be given up"))
        .when(
            JobEvent.PlanTaken.class,
            e -> scope(Level.DEBUG, e.job(), e.scope()).log("another process was quicker"))
        .when(
            JobEvent.PlansSkipped.class,
            e ->
                scope(Level.WARN, e.job(), e.scope())
                    .addKeyValue("plans", e.plans())
                    .log("plans of a job are too old to be made up for"))
        .when(
            JobEvent.JobsFaltered.class,
            e ->
                log.atLevel(Severity.of(e.failure()))
                    .addKeyValue("attempted", e.attempted())
                    .addKeyValue("reason", reason(e.failure()))
                    .log("jobs faltered, it is tried again"))
        .when(
            JobEvent.JobsLeftBehind.class,
            e ->
                log.atWarn()
                    .addKeyValue("jobs", names(e.runs()))
                    .log("jobs do not end, the process stops without them"));
  }

  private static String names(List<JobRun> runs) {
    return runs.stream().map(JobRun::text).sorted().collect(Collectors.joining(", "));
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  private void succeeded(RunRecord run) {
    line(Level.DEBUG, run)
        .addKeyValue("rows", run.result().rows())
        .addKeyValue("millis", took(run).toMillis())
        .log("job done");
  }

  private static Duration took(RunRecord run) {
    return run.took(run.startedAt());
  }

  private void failed(RunRecord run) {
    LoggingEventBuilder line = why(level(run), run);
    run.nextTry().ifPresent(at -> line.addKeyValue("next_try", at));
    line.log("job failed");
  }

  /** A stop is no trouble, whatever it made the handler throw; what is tried again may heal. */
  private static Level level(RunRecord run) {
    if (run.isCancelled()) {
      return Level.INFO;
    }
    return run.nextTry().isPresent() ? Level.WARN : Level.ERROR;
  }

  private LoggingEventBuilder why(Level level, RunRecord run) {
    LoggingEventBuilder line = line(level, run);
    run.failure()
        .ifPresent(
            why ->
                line.addKeyValue("code", why.code())
                    .addKeyValue("reason", OneLine.of(why.message())));
    return line;
  }

  private LoggingEventBuilder line(Level level, RunRecord record) {
    JobRun run = record.run();
    return scope(level, run.job(), run.scope())
        .addKeyValue("plan", run.plan())
        .addKeyValue("attempt", run.attempt());
  }

  private LoggingEventBuilder scope(Level level, String job, String scope) {
    return log.atLevel(level).addKeyValue("job", job).addKeyValue("scope", scope);
  }

  private static String reason(Throwable failure) {
    return OneLine.of(
        failure instanceof TidemarkException ? failure.getMessage() : failure.toString());
  }
}
