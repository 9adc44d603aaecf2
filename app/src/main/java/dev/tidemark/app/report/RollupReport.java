package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.rollup.Key;
import dev.tidemark.core.rollup.Measure;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Walk;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one rollup stands.
 *
 * @param kept name of the store that it is in
 * @param alarm a change that waits for longer is worth a warning
 */
public record RollupReport(
    RollupPlan plan, String kept, RollupStanding standing, Duration alarm, Reader reader) {

  /** Who reads a report: in which zone, and by which commands he goes on. */
  public record Reader(Moment now, Place place) {

    String local(Instant at) {
      return Times.local(at, now.zone());
    }
  }

  /** What there is to say first. */
  public enum State {
    FAILING,
    NOT_FILLED,
    LAGGING,
    WAITING,
    UP_TO_DATE;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public State state() {
    if (standing.isFailing()) {
      return State.FAILING;
    }
    if (!standing.isComplete()) {
      return State.NOT_FILLED;
    }
    if (standing.age().compareTo(alarm) > 0) {
      return State.LAGGING;
    }
    return standing.waitingSince().isPresent() ? State.WAITING : State.UP_TO_DATE;
  }

  /** What somebody should know who relies on it, each on one line; none if all is well. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (standing.isFailing()) {
      standing
          .lastFailure()
          .ifPresent(failed -> warnings.add("it fails: " + OneLine.of(failed.reason())));
    }
    if (!standing.isComplete()) {
      warnings.add(
          "%s; %s"
              .formatted(
                  standing.walk().map(walk -> "it is not filled yet").orElse("it was never filled"),
                  hint(standing.walk().isPresent() ? "goes on" : "fills it", "backfill")));
    } else if (standing.age().compareTo(alarm) > 0) {
      warnings.add(
          "a change waits for %s; %s"
              .formatted(Amounts.time(standing.age()), hint("takes it in", "run")));
    }
    return warnings.stream().map(each -> title() + ": " + each).toList();
  }

  private String hint(String what, String command) {
    return "%s %s".formatted(reader.place().command("rollup " + command + " " + plan.name()), what);
  }

  private String title() {
    return title(plan, kept);
  }

  /** What people know it by: {@code changes in replica}. */
  public static String title(RollupPlan plan, String kept) {
    return plan.name() + " in " + kept;
  }

  public void print(PrintWriter out) {
    out.println(title() + ": " + state().words());
    source(plan.definition(), out);
    line("watermark", watermark(), out);
    line("waiting", waiting(), out);
    line("complete since", standing.completeSince().map(reader::local).orElse("never"), out);
    standing.walk().ifPresent(walk -> line("backfill", backfill(walk), out));
    history(out);
    line("lock misses", Amounts.count(standing.lockMisses()), out);
    line("mismatches", Amounts.count(standing.mismatches()), out);
    line(
        "written by",
        standing
            .writer()
            .map(
                writer ->
                    "%s, until %s at least".formatted(writer.name(), reader.local(writer.until())))
            .orElse("nobody now"),
        out);
  }

  private static void source(RollupDefinition of, PrintWriter out) {
    line("source", "%s by %s, per %s".formatted(of.source(), of.time(), bucket(of)), out);
    line("keys", keys(of), out);
    line("measures", measures(of), out);
  }

  private void history(PrintWriter out) {
    line(
        "last success",
        standing
            .lastSuccess()
            .map(
                last ->
                    "%s, %s"
                        .formatted(
                            reader.local(last.at()), Amounts.count(last.cells(), "cell", "cells")))
            .orElse("never"),
        out);
    line(
        "last failure",
        standing
            .lastFailure()
            .map(last -> reader.local(last.at()) + ", " + OneLine.of(last.reason()))
            .orElse("never"),
        out);
  }

  private static void line(String name, String value, PrintWriter out) {
    out.println("  %-14s  %s".formatted(name, value));
  }

  private String watermark() {
    return standing
        .watermark()
        .time()
        .map(reader::local)
        .orElseGet(
            () ->
                RollupJson.number(standing.watermark().sequence())
                    .map(Amounts::count)
                    .orElse(standing.isComplete() ? "none; writes are noted as they happen" : "-"));
  }

  private String waiting() {
    String notes = Amounts.count(standing.queued(), "note", "notes");
    String behind =
        RollupJson.number(standing.behind())
            .filter(number -> number > 0)
            .map(number -> ", " + Amounts.count(number, "row", "rows") + " of the source")
            .orElse("");
    return standing
        .waitingSince()
        .map(
            since ->
                "%s%s; the oldest since %s, for %s"
                    .formatted(notes, behind, reader.local(since), Amounts.time(standing.age())))
        .orElse(notes + behind);
  }

  private String backfill(Walk walk) {
    return "%d %% done of %s to %s"
        .formatted(
            RollupJson.percent(walk),
            reader.local(walk.span().from()),
            reader.local(walk.span().to()));
  }

  static String bucket(RollupDefinition of) {
    return of.bucket().name().toLowerCase(Locale.ROOT);
  }

  static String keys(RollupDefinition of) {
    return of.keys().isEmpty()
        ? "-"
        : of.keys().stream().map(Key::name).collect(Collectors.joining(", "));
  }

  static String measures(RollupDefinition of) {
    return of.measures().stream().map(Measure::name).collect(Collectors.joining(", "));
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = RollupJson.of(plan, kept);
    json.putAll(
        Json.object("state", state().name().toLowerCase(Locale.ROOT), "warnings", warnings()));
    json.putAll(RollupJson.of(standing));
    return json;
  }

  /** What machines know it by. */
  public static Map<String, @Nullable Object> name(String rollup, String kept) {
    return Json.object("rollup", rollup, "place", kept);
  }
}
