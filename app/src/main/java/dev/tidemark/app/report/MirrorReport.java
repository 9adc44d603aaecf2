package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.MirrorStatus;
import dev.tidemark.core.mirror.MirrorStatus.Lag;
import dev.tidemark.core.mirror.RefusedRow;
import dev.tidemark.core.mirror.Standing;
import dev.tidemark.core.mirror.TableStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one mirror stands.
 *
 * @param refused rows that its database does not take
 */
public record MirrorReport(MirrorStatus status, List<RefusedRow> refused, Moment now) {

  /** How many refused rows people are shown. */
  private static final int SHOWN = 20;

  public MirrorReport {
    refused = List.copyOf(refused);
  }

  public void print(PrintWriter out) {
    out.println("%s: %s".formatted(status.name(), standing()));
    out.println(status.place());
    out.println(place());
    out.println();
    tables().print(out);
    if (!refused.isEmpty()) {
      out.println();
      quarantine().print(out);
    }
    if (refused.size() > SHOWN) {
      out.println(
          "and %s more; --json lists all".formatted(Amounts.count(refused.size() - (long) SHOWN)));
    }
  }

  /** {@code degraded (net) since 2026-04-16 08:30:00: reason; next try at ...}. */
  private String standing() {
    Standing standing = status.standing();
    return MirrorsReport.words(standing.state())
        + (standing.degraded().isEmpty() ? "" : " (" + degraded() + ")")
        + (standing.since().equals(Instant.EPOCH) ? "" : " since " + local(standing.since()))
        + (standing.reason().isEmpty() ? "" : ": " + OneLine.of(standing.reason()))
        + standing.nextTry().map(at -> "; next try at " + local(at)).orElse("");
  }

  private String degraded() {
    return new TreeSet<>(status.standing().degraded()).stream().collect(Collectors.joining(", "));
  }

  /** How far a mirror is that nobody keeps is not known without asking it. */
  private String place() {
    return status
        .position()
        .map(at -> "position %s, %s".formatted(Amounts.count(at.value()), behind(status.lag())))
        .orElse("how far it is was never written down; mirror wait asks it");
  }

  private String behind(Lag lag) {
    return Amounts.count(lag.changes(), "change", "changes")
        + " behind"
        + lag.oldest()
            .map(at -> ", the oldest of " + Amounts.time(Duration.between(at, now.at())) + " ago")
            .orElse("");
  }

  private Table tables() {
    Table table =
        Table.of(
            left("table"),
            right("rows"),
            left("verified"),
            left("digest"),
            right("quarantined"),
            left("last error"));
    status.tables().forEach(each -> row(table, each));
    return table;
  }

  private void row(Table table, TableStatus each) {
    table.row(
        each.type(),
        each.verified().map(seen -> Amounts.count(seen.rows())).orElse("-"),
        each.verified().map(seen -> local(seen.at())).orElse("never"),
        each.verified().map(TableStatus.Verified::digest).orElse("-"),
        each.quarantined(),
        each.failure().map(failed -> local(failed.at()) + " " + failed.message()).orElse("-"));
  }

  private Table quarantine() {
    Table table = Table.of(left("table"), left("key"), left("reason"), left("since"));
    refused.stream()
        .limit(SHOWN)
        .forEach(each -> table.row(each.type(), each.key(), each.reason(), local(each.since())));
    return table;
  }

  private String local(Instant at) {
    return Times.local(at, now.zone());
  }

  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = json(status, now);
    json.put("quarantinedRows", refused.stream().map(MirrorReport::json).toList());
    return json;
  }

  /** All but the rows that are refused. */
  static Map<String, @Nullable Object> json(MirrorStatus status, Moment now) {
    Standing standing = status.standing();
    return Json.object(
        "name", status.name(),
        "enabled", true,
        "place", status.place(),
        "state", MirrorsReport.code(standing.state()),
        "degraded", new TreeSet<>(standing.degraded()),
        "reason", standing.reason(),
        "since", Optional.of(standing.since()).filter(at -> !at.equals(Instant.EPOCH)),
        "nextTry", standing.nextTry(),
        "position", status.position().map(Position::value),
        "lag", json(status.lag(), now),
        "lastVerified", MirrorsReport.verified(status),
        "quarantined", status.quarantined(),
        "tables", status.tables().stream().map(MirrorReport::json).toList());
  }

  private static Map<String, @Nullable Object> json(Lag lag, Moment now) {
    return Json.object(
        "changes", lag.changes(),
        "oldest", lag.oldest(),
        "seconds", lag.oldest().map(at -> Duration.between(at, now.at()).toSeconds()).orElse(0L));
  }

  private static Map<String, @Nullable Object> json(TableStatus table) {
    return Json.object(
        "table", table.type(),
        "verifiedAt", table.verified().map(TableStatus.Verified::at),
        "rows", table.verified().map(TableStatus.Verified::rows),
        "digest", table.verified().map(TableStatus.Verified::digest),
        "error", table.failure().map(TableStatus.Failure::message),
        "errorAt", table.failure().map(TableStatus.Failure::at),
        "quarantined", table.quarantined());
  }

  private static Map<String, @Nullable Object> json(RefusedRow row) {
    return Json.object(
        "table", row.type(), "key", row.key(), "reason", row.reason(), "since", row.since());
  }
}
