package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.job.JobStatus;
import dev.tidemark.core.job.RunRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last runs of one job. */
public record RunsOfJob(List<RunRecord> runs, Moment now) {

  private static final int REASON = 120;

  public RunsOfJob {
    runs = List.copyOf(runs);
  }

  public void print(PrintWriter out) {
    Table table =
        Table.of(
            left("plan"),
            left("scope"),
            left("status"),
            right("attempt"),
            left("started"),
            right("took"),
            right("rows"),
            left("runner"),
            left("what"));
    runs.forEach(run -> table.row(cells(run)));
    table.print(out);
  }

  /** A plan is written as it has to be typed to release it. */
  private List<Object> cells(RunRecord run) {
    return List.of(
        run.run().plan(),
        run.run().scope(),
        run.status().word(),
        run.run().attempt(),
        Times.local(run.startedAt(), now.zone()),
        Amounts.time(run.took(now.at())),
        run.result().rows(),
        run.runner(),
        run.failure().isPresent() ? reason(run) : notes(run));
  }

  private static String notes(RunRecord run) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(run.result().notes())
        .forEach(
            (name, note) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(note));
    return text.toString();
  }

  /** What waits for a person is not tried before it is released. */
  static Optional<Instant> nextTry(RunRecord run) {
    return run.nextTry().filter(at -> run.status() != JobStatus.WAITING);
  }

  static String reason(RunRecord run) {
    return run.failure()
        .map(why -> why.code().replace('_', ' ') + ": " + OneLine.start(why.message(), REASON))
        .orElse("");
  }

  public List<Map<String, @Nullable Object>> json() {
    return runs.stream().map(run -> json(run, now)).toList();
  }

  static Map<String, @Nullable Object> json(RunRecord run, Moment now) {
    return Json.object(
        "job", run.run().job(),
        "scope", run.run().scope(),
        "plan", run.run().plan(),
        "attempt", run.run().attempt(),
        "status", run.status().word(),
        "runner", run.runner(),
        "startedAt", run.startedAt(),
        "endedAt", run.endedAt(),
        "seconds", run.took(now.at()).toMillis() / 1_000.0,
        "nextTry", nextTry(run),
        "rows", run.result().rows(),
        "notes", run.result().notes(),
        "code", run.failure().map(RunRecord.Failure::code),
        "message", run.failure().map(RunRecord.Failure::message));
  }
}
