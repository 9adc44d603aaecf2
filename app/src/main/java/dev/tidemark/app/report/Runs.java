package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last cycles. */
final class Runs {

  private static final String NOTHING = "-";

  private Runs() {}

  /**
   * What is gone was deleted or has vanished. The outcome is a code for machines; people read it
   * better without its beginning.
   */
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
            right("gone"));
    runs.forEach(run -> table.row(cells(run, zone)));
    return table;
  }

  /** A code as a table shows it: {@code rate limited}. */
  static String inWords(String code) {
    return code.replaceFirst("^UPSTREAM_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static List<Object> cells(Run run, ZoneId zone) {
    Optional<Tally> tally = applied(run).map(Applied::tally);
    return List.of(
        run.cycle(),
        mode(run),
        Times.local(run.startedAt(), zone),
        run.ended().map(end -> Amounts.time(took(run, end))).orElse(NOTHING),
        inWords(outcome(run)),
        orNothing(tally.map(Tally::inserted)),
        orNothing(tally.map(Tally::updated)),
        orNothing(tally.map(each -> each.deleted() + each.vanished())));
  }

  /** Why the last cycle failed, or left types out, if it did. */
  static List<String> lastFailure(List<Run> runs) {
    return runs.stream().findFirst().map(Runs::failures).orElse(List.of());
  }

  private static List<String> failures(Run run) {
    List<String> leftOut =
        leftOut(run).entrySet().stream()
            .map(
                each ->
                    "cycle %d left out %s: %s"
                        .formatted(run.cycle(), each.getKey(), each.getValue()))
            .toList();
    return failure(run)
        .map(failed -> List.of("cycle " + run.cycle() + " failed: " + failed.message()))
        .orElse(leftOut);
  }

  static Map<String, @Nullable Object> json(Run run) {
    Optional<Applied> applied = applied(run);
    return Json.object(
        "cycle", run.cycle(),
        "mode", mode(run),
        "startedAt", run.startedAt(),
        "endedAt", run.ended().map(Run.Ended::at),
        "outcome", outcome(run),
        "message", failure(run).map(Run.Failed::message),
        "failures", leftOut(run),
        "position", applied.map(each -> each.position().value()),
        "requests", applied.map(Applied::requests),
        "bytes", applied.map(Applied::bytes),
        "total", applied.map(each -> Tallies.value(each.tally())));
  }

  private static String outcome(Run run) {
    if (run.ended().isEmpty()) {
      return "running";
    }
    return failure(run)
        .map(Run.Failed::code)
        .orElseGet(() -> outcome(run, Run.Partial.class).isPresent() ? "partial" : "ok");
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

  /** What a cycle that changed the replica has to show for it. */
  private record Applied(Position position, Tally tally, int requests, long bytes) {}

  private static Optional<Applied> applied(Run run) {
    return outcome(run, Run.Succeeded.class)
        .map(each -> new Applied(each.position(), each.tally(), each.requests(), each.bytes()))
        .or(
            () ->
                outcome(run, Run.Partial.class)
                    .map(
                        each ->
                            new Applied(
                                each.position(), each.tally(), each.requests(), each.bytes())));
  }

  private static Map<String, String> leftOut(Run run) {
    return outcome(run, Run.Partial.class)
        .map(each -> new TreeMap<>(each.failures()))
        .orElseGet(TreeMap::new);
  }

  private static Optional<Run.Failed> failure(Run run) {
    return outcome(run, Run.Failed.class);
  }

  private static <T> Optional<T> outcome(Run run, Class<T> type) {
    return run.ended().map(Run.Ended::outcome).filter(type::isInstance).map(type::cast);
  }
}
