package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last cycles. */
final class Runs {

  private static final String NOTHING = "-";

  private Runs() {}

  static Table table(List<Run> runs, ZoneId zone) {
    Table table =
        Table.of(
            right("cycle"),
            left("mode"),
            left("started"),
            right("took"),
            left("outcome"),
            right("inserted"),
            right("updated"),
            right("deleted"),
            right("orphans"),
            right("requests"));
    runs.forEach(run -> table.row(cells(run, zone)));
    return table;
  }

  private static List<Object> cells(Run run, ZoneId zone) {
    Optional<Run.Succeeded> success = success(run);
    Optional<Tally> tally = success.map(Run.Succeeded::tally);
    return List.of(
        run.cycle(),
        mode(run),
        Times.local(run.startedAt(), zone),
        run.ended().map(end -> Amounts.time(took(run, end))).orElse(NOTHING),
        outcome(run),
        orNothing(tally.map(Tally::inserted)),
        orNothing(tally.map(Tally::updated)),
        orNothing(tally.map(Tally::deleted)),
        orNothing(tally.map(Tally::orphans)),
        orNothing(success.map(Run.Succeeded::requests)));
  }

  /** Why the last cycle failed, if it did. */
  static Optional<String> lastFailure(List<Run> runs) {
    return runs.stream()
        .findFirst()
        .flatMap(
            run -> failure(run).map(fail -> "cycle " + run.cycle() + " failed: " + fail.message()));
  }

  static Map<String, @Nullable Object> json(Run run) {
    Optional<Run.Succeeded> success = success(run);
    return Json.object(
        "cycle", run.cycle(),
        "mode", mode(run),
        "startedAt", run.startedAt(),
        "endedAt", run.ended().map(Run.Ended::at),
        "outcome", outcome(run),
        "message", failure(run).map(Run.Failed::message),
        "position", success.map(each -> each.position().value()),
        "requests", success.map(Run.Succeeded::requests),
        "bytes", success.map(Run.Succeeded::bytes),
        "total", success.map(each -> Tallies.value(each.tally())));
  }

  private static String outcome(Run run) {
    return run.ended().isEmpty() ? "running" : failure(run).map(Run.Failed::code).orElse("ok");
  }

  private static String mode(Run run) {
    return run.mode().name().toLowerCase(Locale.ROOT);
  }

  private static Duration took(Run run, Run.Ended ended) {
    return Duration.between(run.startedAt(), ended.at());
  }

  private static Object orNothing(Optional<? extends Number> number) {
    return number.isPresent() ? number.get() : NOTHING;
  }

  private static Optional<Run.Succeeded> success(Run run) {
    return outcome(run, Run.Succeeded.class);
  }

  private static Optional<Run.Failed> failure(Run run) {
    return outcome(run, Run.Failed.class);
  }

  private static <T> Optional<T> outcome(Run run, Class<T> type) {
    return run.ended().map(Run.Ended::outcome).filter(type::isInstance).map(type::cast);
  }
}
