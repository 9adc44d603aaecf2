package dev.tidemark.app.report;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Rollups for machines. */
final class RollupJson {

  private RollupJson() {}

  /** What it is, and where. */
  static Map<String, @Nullable Object> of(RollupPlan plan, String kept) {
    RollupDefinition of = plan.definition();
    Map<String, @Nullable Object> json = RollupReport.name(plan.name(), kept);
    json.putAll(
        Json.object(
            "source", of.source(),
            "time", of.time(),
            "bucket", RollupReport.bucket(of),
            "keys", RollupView.namesOf(plan),
            "measures", RollupView.measuresOf(plan)));
    return json;
  }

  static Map<String, @Nullable Object> of(RollupStanding standing) {
    return Json.object(
        "watermarkTime", standing.watermark().time(),
        "watermarkSequence", number(standing.watermark().sequence()),
        "ageSeconds", age(standing),
        "queued", standing.queued(),
        "behind", number(standing.behind()),
        "waitingSince", standing.waitingSince(),
        "completeSince", standing.completeSince(),
        "backfill", standing.walk().map(RollupJson::of),
        "lastSuccess", standing.lastSuccess().map(RollupStanding.Success::at),
        "lastSuccessCells", standing.lastSuccess().map(RollupStanding.Success::cells),
        "lastFailure", standing.lastFailure().map(RollupStanding.Failure::at),
        "lastFailureReason", standing.lastFailure().map(RollupStanding.Failure::reason),
        "lockMisses", standing.lockMisses(),
        "mismatches", standing.mismatches(),
        "writer", standing.writer().map(RollupStanding.Writer::name),
        "busyUntil", standing.busyUntil());
  }

  static double age(RollupStanding standing) {
    return standing.age().toMillis() / 1_000.0;
  }

  static Map<String, @Nullable Object> of(Span span) {
    return Json.object("from", span.from(), "to", span.to());
  }

  static List<Map<String, @Nullable Object>> of(List<Span> spans) {
    return spans.stream().map(RollupJson::of).toList();
  }

  private static Map<String, @Nullable Object> of(Walk walk) {
    Map<String, @Nullable Object> json = of(walk.span());
    json.putAll(Json.object("percent", percent(walk), "done", of(walk.done())));
    return json;
  }

  static long percent(Walk walk) {
    long all = seconds(walk.span());
    return all == 0 ? 100 : walk.done().stream().mapToLong(RollupJson::seconds).sum() * 100 / all;
  }

  private static long seconds(Span span) {
    return Duration.between(span.from(), span.to()).toSeconds();
  }

  static Optional<Long> number(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
