package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.Changes.BySequence;
import dev.tidemark.core.rollup.Changes.ByTime;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Watermark;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies behind the watermark of a rollup. */
final class ChangeWindow {

  private final PlanSql sql;
  private final Watermark from;
  private final Watermark stamp;
  private final Watermark end;

  private ChangeWindow(PlanSql sql, Watermark from, Watermark stamp) {
    this.sql = sql;
    this.from = from;
    this.stamp = stamp;
    this.end = end(sql.plan().definition().changes(), from, stamp);
  }

  /** As of the moment that the session sees. */
  static ChangeWindow of(PlanSql sql, SqlSession session, StandingRow row) throws SQLException {
    return new ChangeWindow(sql, row.watermark(), stamp(sql, session, row.now()));
  }

  private static Watermark stamp(PlanSql sql, SqlSession session, Instant now) throws SQLException {
    Changes changes = sql.plan().definition().changes();
    if (changes instanceof ByTime by) {
      return Watermark.at(horizon(sql.plan(), by, now));
    }
    return changes instanceof BySequence by ? Watermark.at(last(sql, session, by)) : Watermark.NONE;
  }

  /** Up to where everything is committed, in steps that both times of an event can tell. */
  private static Instant horizon(RollupPlan plan, ByTime by, Instant now) {
    Instant told = plan.time().precision().orElseThrow().cut(now.minus(by.lag()));
    return plan.field(by.field()).precision().orElseThrow().cut(told);
  }

  private static long last(PlanSql sql, SqlSession session, BySequence by) throws SQLException {
    return session
        .first(
            "SELECT IFNULL(MAX(%s), 0) FROM %s"
                .formatted(Names.quote(by.field()), sql.table(sql.plan().source())),
            row -> row.getLong(1))
        .orElseThrow();
  }

  private static Watermark end(Changes changes, Watermark from, Watermark stamp) {
    if (changes instanceof ByTime by && from.time().isPresent()) {
      Instant cap = from.time().get().plus(by.atMost());
      Instant reached = stamp.time().orElseThrow();
      return later(from, Watermark.at(reached.isBefore(cap) ? reached : cap));
    }
    if (changes instanceof BySequence by && from.sequence().isPresent()) {
      long last = from.sequence().getAsLong();
      long cap = last > Long.MAX_VALUE - by.atMost() ? Long.MAX_VALUE : last + by.atMost();
      return later(from, Watermark.at(Math.min(stamp.sequence().orElseThrow(), cap)));
    }
    return from;
  }

  /** The one that is farther; of two of one kind, or none. */
  static Watermark later(Watermark one, Watermark other) {
    if (one.equals(Watermark.NONE)) {
      return other;
    }
    boolean isLater =
        one.time().isPresent()
            ? other.time().filter(one.time().get()::isBefore).isPresent()
            : other.sequence().orElse(Long.MIN_VALUE) > one.sequence().orElse(Long.MIN_VALUE);
    return isLater ? other : one;
  }

  /** Where changes stand now: a walk that begins behind this knows all before. */
  Watermark stamp() {
    return stamp;
  }

  Watermark from() {
    return from;
  }

  /** Where the watermark goes when the window was taken in. */
  Watermark end() {
    return end;
  }

  /** Whether some of it has to wait only since one advance does not take as much. */
  boolean isCut() {
    return !end.equals(from) && !end.equals(later(from, stamp));
  }

  /** Numbers of the sequence that wait; empty where there is none. */
  OptionalLong behind() {
    return stamp.sequence().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, stamp.sequence().getAsLong() - from.sequence().orElse(0)));
  }

  /** Queries for the buckets and cells that one advance takes in; together they find all. */
  List<String> cells(boolean settle) {
    boolean isWhole = settle && from.time().isPresent();
    return cells(branches(isWhole ? Optional.empty() : Optional.of(end)));
  }

  /** Of all that waits. */
  List<String> waiting() {
    return cells(branches(Optional.empty()));
  }

  private List<String> cells(List<Branch> branches) {
    String select =
        PlanSql.select(
            Stream.of(
                PlanSql.named(sql.bucket(), PlanSql.BUCKET),
                PlanSql.named(sql.cell(), PlanSql.CELL)),
            sql.from());
    return branches.stream()
        .map(each -> select + " WHERE " + sql.time() + " IS NOT NULL AND " + each.condition())
        .toList();
  }

  /** Of the events that wait those that one index finds, and since when each does. */
  private record Branch(String condition, String since) {}

  /** None before the first walk. */
  private List<Branch> branches(Optional<Watermark> until) {
    Changes changes = sql.plan().definition().changes();
    if (changes instanceof ByTime by && from.time().isPresent()) {
      String written = sql.event(by.field());
      Optional<Instant> before = until.flatMap(Watermark::time);
      return List.of(
          new Branch(between(written, before), written),
          new Branch(written + " IS NULL AND " + between(sql.time(), before), sql.time()));
    }
    if (changes instanceof BySequence by && from.sequence().isPresent()) {
      String number = sql.event(by.field());
      String last =
          until.map(mark -> " AND " + number + " <= " + mark.sequence().orElseThrow()).orElse("");
      return List.of(new Branch(number + " > " + from.sequence().getAsLong() + last, sql.time()));
    }
    return List.of();
  }

  private String between(String column, Optional<Instant> before) {
    return column
        + " >= "
        + PlanSql.literal(from.time().orElseThrow())
        + before.map(end -> " AND " + column + " < " + PlanSql.literal(end)).orElse("");
  }

  /** When the oldest change was that waits here, by its write or its event. */
  Optional<Instant> waitingSince(SqlSession session) throws SQLException {
    String oldest =
        branches(Optional.empty()).stream()
            .map(
                each ->
                    "SELECT MIN(%s) AS at FROM %s %s WHERE %s"
                        .formatted(
                            each.since(),
                            sql.table(sql.plan().source()),
                            RollupPlan.SOURCE,
                            each.condition()))
            .collect(Collectors.joining(" UNION ALL "));
    return oldest.isEmpty()
        ? Optional.empty()
        : session
            .first(
                "SELECT CAST(MIN(at) AS CHAR) AS at FROM (" + oldest + ") o",
                row -> StandingRow.instant(row, "at"))
            .flatMap(found -> found);
  }
}
