package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Measure;
import dev.tidemark.core.rollup.RollupPlan.Value;
import dev.tidemark.core.rollup.Span;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the cells of a stretch of time add up to, from their events and what was archived. */
final class RecomputeSql {

  private static final String BY_CELL = " GROUP BY 1, 2";

  private final PlanSql sql;
  private final RollupNames names;

  RecomputeSql(PlanSql sql) {
    this.sql = sql;
    this.names = sql.names();
  }

  /** All cells of a stretch. */
  String all(Span span) {
    return sql.plan().definition().archives() ? merged(span) + BY_CELL : live(sql.from(), span);
  }

  /** Those that are in the table of work; it is named once, as a temporary one has to be. */
  String work(Span span) {
    return sql.plan().definition().archives()
        ? merged(span)
            + among(PlanSql.column("u", PlanSql.BUCKET), PlanSql.column("u", PlanSql.CELL))
            + BY_CELL
        : live(sql.from() + among(sql.bucket(), sql.cell()), span);
  }

  private String among(String bucket, String cell) {
    return " STRAIGHT_JOIN %s w ON w.%s = %s AND w.%s = %s"
        .formatted(
            Names.quote(names.work()), PlanSql.BUCKET, bucket, Names.quote(PlanSql.CELL), cell);
  }

  private String live(String from, Span span) {
    return PlanSql.select(
            Stream.of(
                    Stream.of(
                        PlanSql.named(sql.bucket(), PlanSql.BUCKET),
                        PlanSql.named(sql.cell(), PlanSql.CELL)),
                    sql.keys(),
                    sql.sums())
                .flatMap(each -> each),
            from)
        + " WHERE "
        + PlanSql.within(sql.time(), span)
        + BY_CELL;
  }

  private String merged(Span span) {
    String parts =
        String.join(
            " UNION ALL ",
            live(sql.from(), span),
            stored(names.archive(), span),
            stored(names.removed(), span));
    return PlanSql.select(merging("u"), "(" + parts + ") u");
  }

  private Stream<String> merging(String alias) {
    return Stream.of(
            Stream.of(PlanSql.BUCKET, PlanSql.CELL).map(each -> PlanSql.column(alias, each)),
            sql.plan().keyFields().stream().map(key -> PlanSql.column(alias, key.name())),
            sql.merged(alias))
        .flatMap(each -> each);
  }

  private String stored(String table, Span span) {
    return PlanSql.select(sql.columns().stream().map(Names::quote), Names.quote(table))
        + " WHERE "
        + PlanSql.within(PlanSql.BUCKET, span);
  }

  /** Adds what was removed lately to the archive. */
  String fold(String removed) {
    String sums =
        PlanSql.select(merging("r"), Names.quote(names.removed()) + " r")
            + " WHERE r.seq IN ("
            + removed
            + ")"
            + BY_CELL;
    return PlanSql.insert(names.archive(), sql.columns(), sums) + onDuplicate();
  }

  private String onDuplicate() {
    return sql.plan().measures().stream()
        .map(Value::measure)
        .map(
            measure ->
                added(
                    Names.quote(names.archive()) + "." + Names.quote(measure.name()),
                    "VALUES(" + Names.quote(measure.name()) + ")",
                    measure.kind()))
        .collect(Collectors.joining(", ", " ON DUPLICATE KEY UPDATE ", ""));
  }

  private static String added(String there, String more, Measure.Kind kind) {
    String both =
        switch (kind) {
          case MIN -> "IFNULL(LEAST(%1$s, %2$s), IFNULL(%1$s, %2$s))";
          case MAX -> "IFNULL(GREATEST(%1$s, %2$s), IFNULL(%1$s, %2$s))";
          default -> "%1$s + %2$s";
        };
    return there + " = " + both.formatted(there, more);
  }
}
