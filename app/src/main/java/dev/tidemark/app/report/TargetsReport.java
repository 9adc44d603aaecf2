package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.TargetStanding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How delivery to targets stands, one on a line, with what went wrong last below. */
public record TargetsReport(List<TargetStanding> targets, Moment now) {

  public TargetsReport {
    targets = List.copyOf(targets);
  }

  boolean isEmpty() {
    return targets.isEmpty();
  }

  void print(PrintWriter out) {
    Table table =
        Table.of(
            left("snapshot"),
            left("target"),
            left("endpoint"),
            left("state"),
            left("has"),
            right("attempts"),
            left("next try"),
            left("last push"),
            right("bytes"),
            right("took"));
    targets.forEach(each -> row(table, each));
    table.print(out);
    targets.forEach(
        each ->
            each.error()
                .ifPresent(
                    error ->
                        out.println("%s: %s".formatted(each.target().name(), OneLine.of(error)))));
  }

  private void row(Table table, TargetStanding each) {
    table.row(
        each.target().snapshot(),
        each.target().name(),
        each.target().endpoint().isEmpty() ? "-" : each.target().endpoint(),
        state(each),
        each.acknowledged().map(has -> has.version().toString()).orElse("-"),
        each.attempts(),
        each.nextTry().map(at -> Times.local(at, now.zone())).orElse("-"),
        each.last().map(last -> word(last.way())).orElse("-"),
        each.last().map(last -> Amounts.bytes(last.bytes())).orElse("-"),
        each.last().map(last -> Amounts.time(last.took())).orElse("-"));
  }

  /** In one word. */
  static String state(TargetStanding each) {
    if (!each.target().enabled()) {
      return "disabled";
    }
    if (each.target().strategy() == Target.Strategy.NOOP) {
      return "noop";
    }
    if (each.pushing()) {
      return "pushing";
    }
    if (each.attempts() > 0) {
      return "failing";
    }
    return each.isCurrent() ? "current" : "waiting";
  }

  static Map<String, @Nullable Object> json(TargetStanding each) {
    Map<String, @Nullable Object> json = json(each.target());
    json.putAll(
        Json.object(
            "state", state(each),
            "wanted", each.wanted().map(SnapshotVersion::toString),
            "acknowledged", each.acknowledged().map(has -> has.version().toString()),
            "acknowledgedAt", each.acknowledged().map(TargetStanding.Acknowledged::at),
            "attempts", each.attempts(),
            "triedAt", each.triedAt(),
            "nextTry", each.nextTry(),
            "error", each.error(),
            "verdict", each.last().map(TargetStanding.Last::verdict),
            "way", each.last().map(last -> word(last.way())),
            "bytes", each.last().map(TargetStanding.Last::bytes),
            "millis", each.last().map(last -> last.took().toMillis())));
    return json;
  }

  /** Who it is, whatever was pushed there. */
  public static Map<String, @Nullable Object> json(Target target) {
    return Json.object(
        "snapshot", target.snapshot(),
        "target", target.name(),
        "strategy", word(target.strategy()),
        "endpoint", target.endpoint(),
        "enabled", target.enabled());
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
