package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.schema.Precision;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The changes that are taken in next by their time or number.
 *
 * @param rows which rows of the source these are, a condition on {@code e}; empty for none
 * @param to where the watermark goes
 * @param more whether there is more behind it that can be taken in now
 */
record RollupWindow(Optional<String> rows, Watermark to, boolean more) {

  /** Behind the text of every instant. */
  private static final String FOREVER = "~";

  /** As far as one tick goes. */
  static RollupWindow next(Connection connection, RollupPlan plan, Watermark from, boolean settle)
      throws SQLException {
    Changes changes = plan.definition().changes();
    if (changes instanceof Changes.ByTime by && from.time().isPresent()) {
      return byTime(plan, by, from.time().get(), RollupRow.now(connection), settle);
    }
    if (changes instanceof Changes.BySequence by && from.sequence().isPresent()) {
      return bySequence(plan, by, from.sequence().getAsLong(), latest(connection, plan, by));
    }
    return new RollupWindow(Optional.empty(), from, false);
  }

  private static RollupWindow byTime(
      RollupPlan plan, Changes.ByTime by, Instant from, Instant now, boolean settle) {
    Instant horizon = horizon(plan, by, now);
    Instant end = from.plus(by.atMost());
    Instant to = end.isBefore(horizon) ? end : horizon;
    if (to.isBefore(from)) {
      to = from;
    }
    Optional<Instant> upTo = settle ? Optional.empty() : Optional.of(to);
    boolean none = !settle && to.equals(from);
    return new RollupWindow(
        none ? Optional.empty() : Optional.of(changed(plan, by, from, upTo)),
        Watermark.at(to),
        to.isBefore(horizon));
  }

  /** Up to where everything is committed, to the precision of the times. */
  private static Instant horizon(RollupPlan plan, Changes.ByTime by, Instant now) {
    return precision(plan, by.field())
        .cut(plan.time().precision().orElseThrow().cut(now.minus(by.lag())));
  }

  private static Precision precision(RollupPlan plan, String field) {
    return plan.field(field).precision().orElseThrow();
  }

  private static String changed(
      RollupPlan plan, Changes.ByTime by, Instant from, Optional<Instant> to) {
    String change = quote(by.field());
    String time = quote(plan.definition().time());
    return "(%s) OR (e.%s IS NULL AND %s)"
        .formatted(
            between("e." + change, precision(plan, by.field()), from, to),
            change,
            between("e." + time, plan.time().precision().orElseThrow(), from, to));
  }

  private static String between(
      String column, Precision precision, Instant from, Optional<Instant> to) {
    return "%s >= '%s' AND %1$s < '%s'"
        .formatted(column, precision.format(from), to.map(precision::format).orElse(FOREVER));
  }

  private static RollupWindow bySequence(
      RollupPlan plan, Changes.BySequence by, long from, long latest) {
    long to = latest - from > by.atMost() ? from + by.atMost() : latest;
    if (to <= from) {
      return new RollupWindow(Optional.empty(), Watermark.at(from), false);
    }
    return new RollupWindow(
        Optional.of("e.%s > %d AND e.%1$s <= %d".formatted(quote(by.field()), from, to)),
        Watermark.at(to),
        to < latest);
  }

  /** The greatest number of the sequence; 0 without any. */
  static long latest(Connection connection, RollupPlan plan, Changes.BySequence by)
      throws SQLException {
    return Connections.number(
        connection,
        "SELECT coalesce(max(%s), 0) FROM %s"
            .formatted(quote(by.field()), quote(plan.source().name())));
  }

  /** All that was not taken in yet, however young. */
  static Optional<String> behind(RollupPlan plan, Watermark from) {
    Changes changes = plan.definition().changes();
    if (changes instanceof Changes.ByTime by && from.time().isPresent()) {
      return Optional.of(changed(plan, by, from.time().get(), Optional.empty()));
    }
    return changes instanceof Changes.BySequence by && from.sequence().isPresent()
        ? Optional.of("e.%s > %d".formatted(quote(by.field()), from.sequence().getAsLong()))
        : Optional.empty();
  }

  /** Where the watermark would be if everything that is committed were taken in now. */
  static Watermark stamp(Connection connection, RollupPlan plan) throws SQLException {
    Changes changes = plan.definition().changes();
    if (changes instanceof Changes.ByTime by) {
      return Watermark.at(horizon(plan, by, RollupRow.now(connection)));
    }
    return changes instanceof Changes.BySequence by
        ? Watermark.at(latest(connection, plan, by))
        : Watermark.NONE;
  }
}
