package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.job.JobStanding;
import dev.tidemark.core.job.RunRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the jobs stand, one scope on a line. */
public record JobsReport(List<JobStanding> jobs, Moment now) {

  public JobsReport {
    jobs = List.copyOf(jobs);
  }

  public void print(PrintWriter out) {
    Table table =
        Table.of(
            left("job"),
            left("scope"),
            left("status"),
            left("started"),
            right("took"),
            left("last success"),
            left("next try"));
    jobs.forEach(job -> table.row(cells(job)));
    table.print(out);
  }

  /** Behind what else is told of a replica: only what a person should see to. */
  public void printBelow(PrintWriter out) {
    List<String> lines = jobs.stream().map(this::trouble).flatMap(Optional::stream).toList();
    if (!lines.isEmpty()) {
      out.println();
      lines.forEach(out::println);
    }
  }

  private Optional<String> trouble(JobStanding job) {
    return job.last()
        .filter(run -> run.failure().isPresent() && !run.isCancelled())
        .map(
            run ->
                "job %s %s: %s"
                    .formatted(
                        run.run().text(),
                        job.isWaiting() ? "waits for a person" : run.status().word(),
                        RunsOfJob.reason(run)));
  }

  private List<Object> cells(JobStanding job) {
    Optional<RunRecord> last = job.last();
    return List.of(
        job.job(),
        job.scope(),
        last.map(run -> run.status().word()).orElse("-"),
        last.map(run -> at(run.startedAt())).orElse("-"),
        last.map(run -> Amounts.time(run.took(now.at()))).orElse("-"),
        job.lastSuccess().flatMap(RunRecord::endedAt).map(this::at).orElse("never"),
        last.flatMap(RunsOfJob::nextTry).map(this::at).orElse("-"));
  }

  private String at(Instant time) {
    return Times.local(time, now.zone());
  }

  public List<Map<String, @Nullable Object>> json() {
    return jobs.stream().map(this::json).toList();
  }

  private Map<String, @Nullable Object> json(JobStanding job) {
    return Json.object(
        "job", job.job(),
        "scope", job.scope(),
        "running", job.isRunning(),
        "waiting", job.isWaiting(),
        "next", job.next(),
        "lastSuccess", job.lastSuccess().flatMap(RunRecord::endedAt),
        "lastFailure", job.lastFailure().flatMap(RunRecord::endedAt),
        "last", job.last().map(run -> RunsOfJob.json(run, now)));
  }
}
