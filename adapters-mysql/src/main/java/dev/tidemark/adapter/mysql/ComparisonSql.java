package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Span;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares stored cells with what their events add up to, and sorts out those of which a change
 * waits. All are put on one heap and grouped by cell.
 */
final class ComparisonSql {

  private static final int STORED = 1;
  private static final int COMPUTED = 2;
  private static final int WAITING = 3;

  private static final String WAITS = "SUM(u._side = " + WAITING + ") > 0";
  private static final String IS_CELL = "SUM(u._side <> " + WAITING + ") > 0";

  private final PlanSql sql;
  private final List<String> measures;

  ComparisonSql(PlanSql sql) {
    this.sql = sql;
    this.measures =
        sql.plan().measureFields().stream().map(field -> Names.quote(field.name())).toList();
  }

  /** Bucket and cell of what differs, then a row of null and how many were compared. */
  String differing(Span span, ChangeWindow window) {
    String heap = heap(span, window);
    return "SELECT CAST(bucket AS CHAR), HEX(_cell), 0 FROM (%s HAVING NOT (%s) AND (%s)) d UNION ALL SELECT NULL, NULL, COUNT(*) FROM (%s HAVING NOT (%s) AND %s) a"
        .formatted(heap, WAITS, differs(), heap, WAITS, IS_CELL);
  }

  /** How many differ of those of which a change waits. */
  String unprocessed(Span span, ChangeWindow window) {
    return "SELECT COUNT(*) FROM (%s HAVING %s AND (%s)) d"
        .formatted(heap(span, window), WAITS, differs());
  }

  /** Buckets of all that waits. */
  String waitingBuckets(ChangeWindow window) {
    return "SELECT DISTINCT CAST(w.bucket AS CHAR) FROM (%s) w".formatted(waiting(window));
  }

  private String waiting(ChangeWindow window) {
    String notes = "SELECT bucket, _cell FROM " + Names.quote(sql.names().notes());
    return Stream.concat(Stream.of(notes), window.waiting().stream())
        .collect(Collectors.joining(" UNION ALL "));
  }

  private String heap(Span span, ChangeWindow window) {
    String sound = "c._cell = " + sql.cellOfStored("c");
    String parts =
        String.join(
            " UNION ALL ",
            side("c", STORED, sound, Names.quote(sql.names().cells()), span),
            side("r", COMPUTED, "1", "(" + new RecomputeSql(sql).all(span) + ")", span),
            waiting(span, window));
    return "SELECT u.bucket, u._cell FROM (" + parts + ") u GROUP BY u.bucket, u._cell";
  }

  private String side(String alias, int side, String sound, String table, Span span) {
    return PlanSql.select(
            Stream.of(
                    Stream.of(
                        alias + ".bucket",
                        alias + "._cell",
                        side + " AS _side",
                        sound + " AS _sound"),
                    measures.stream().map(measure -> alias + "." + measure))
                .flatMap(each -> each),
            table + " " + alias)
        + " WHERE "
        + PlanSql.within(alias + ".bucket", span);
  }

  private String waiting(Span span, ChangeWindow window) {
    return PlanSql.select(
            Stream.concat(
                Stream.of("w.bucket", "w._cell", Integer.toString(WAITING), "1"),
                measures.stream().map(measure -> "NULL")),
            "(" + waiting(window) + ") w")
        + " WHERE "
        + PlanSql.within("w.bucket", span);
  }

  /** On one side alone, or with other values; what waits has none. */
  private String differs() {
    return Stream.concat(
            Stream.of("SUM(u._side <> " + WAITING + ") = 1", "MIN(u._sound) = 0"),
            measures.stream()
                .map("NOT (MIN(u.%1$s) <=> MAX(u.%1$s)) OR COUNT(u.%1$s) = 1"::formatted))
        .collect(Collectors.joining(" OR "));
  }

  /** Cells of one bucket in their order, each as its events have it and then as it is stored. */
  String shown(Span bucket, Collection<String> cells) {
    String which = " WHERE o._cell IN (" + String.join(", ", cells) + ")";
    String sides =
        shown("(" + new RecomputeSql(sql).all(bucket) + ")", 0)
            + which
            + " UNION ALL "
            + shown(Names.quote(sql.names().cells()), 1)
            + which
            + " AND "
            + PlanSql.within("o.bucket", bucket);
    Stream<String> order = Stream.concat(sql.order("s"), Stream.of("s._side"));
    return PlanSql.select(new CellRows(sql.plan()).selected("s"), "(" + sides + ") s")
        + " ORDER BY "
        + order.collect(Collectors.joining(", "));
  }

  private String shown(String table, int side) {
    return PlanSql.select(
        Stream.concat(
            sql.columns().stream().map(column -> PlanSql.column("o", column)),
            Stream.of(side + " AS _side")),
        table + " o");
  }
}
