package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.list;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPlan.Join;
import dev.tidemark.core.rollup.RollupPlan.Place;
import dev.tidemark.core.rollup.RollupPlan.Value;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Precision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pieces of SQL that everything about one rollup is made of. A bucket is the text of its
 * beginning; what of that an event's time has, too, is its <em>stem</em>: {@code 2026-04-16T08}.
 */
record RollupSql(RollupPlan plan) {

  static final String BUCKET = "bucket";

  /** What the tables of rollups in a file are called. */
  String table() {
    return quote("_rollup_" + plan.name());
  }

  String notes() {
    return quote("_dirty_" + plan.name());
  }

  String archive() {
    return quote("_archive_" + plan.name());
  }

  String source() {
    return quote(plan.source().name());
  }

  static String bucketText(Instant bucket) {
    return Precision.SECONDS.format(bucket);
  }

  /** What the times of events in this bucket begin with. */
  String stem(Instant bucket) {
    return bucketText(bucket).substring(0, stemLength());
  }

  private int stemLength() {
    return plan.definition().bucket() == Bucket.HOUR ? 13 : 10;
  }

  private String stemOf(String text) {
    return "substr(" + text + ", 1, " + stemLength() + ")";
  }

  /** The stem of the bucket of an event. */
  String eventStem(String row) {
    return stemOf(row + "." + quote(plan.definition().time()));
  }

  private String bucketOf(String row) {
    return eventStem(row)
        + (plan.definition().bucket() == Bucket.HOUR ? " || ':00:00Z'" : " || 'T00:00:00Z'");
  }

  /** Names of the columns that say which cell it is. */
  List<String> cellColumns() {
    return Stream.concat(Stream.of(BUCKET), plan.keyFields().stream().map(Field::name)).toList();
  }

  List<String> measureColumns() {
    return plan.measureFields().stream().map(Field::name).toList();
  }

  String cellList() {
    return list(cellColumns(), EntityTable::quote);
  }

  String cellList(String alias) {
    return list(cellColumns(), column -> alias + "." + quote(column));
  }

  String columnList() {
    return list(columns(), EntityTable::quote);
  }

  List<String> columns() {
    return Stream.concat(cellColumns().stream(), measureColumns().stream()).toList();
  }

  /** What no two rows of a table of cells share: null counts as a value, and equals no other. */
  String identity() {
    return identity("");
  }

  private String identity(String alias) {
    return Stream.concat(
            Stream.of(alias + quote(BUCKET)),
            plan.keyFields().stream().map(key -> "ifnull(" + alias + quote(key.name()) + ", x'')"))
        .collect(Collectors.joining(", "));
  }

  String sameCell(String one, String other) {
    return cellColumns().stream()
        .map(
            column ->
                column.equals(BUCKET)
                    ? "%s.bucket = %s.bucket".formatted(one, other)
                    : "ifnull(%s.%s, x'') = ifnull(%s.%2$s, x'')"
                        .formatted(one, quote(column), other))
        .collect(Collectors.joining(" AND "));
  }

  /** The joins of a row of the source: {@code e}, or {@code OLD} or {@code NEW} in a trigger. */
  String joins(String row) {
    return plan.joins().stream()
        .map(
            join ->
                " LEFT JOIN %s AS %s ON %2$s.%s = %s.%s"
                    .formatted(
                        quote(join.target().name()),
                        join.alias(),
                        quote(join.targetKey()),
                        alias(join.from(), row),
                        quote(join.field())))
        .collect(Collectors.joining());
  }

  private static String alias(String alias, String row) {
    return alias.equals(RollupPlan.SOURCE) ? row : alias;
  }

  private static String at(Place place, String row) {
    return alias(place.alias(), row) + "." + quote(place.field().name());
  }

  /** The cell of a row of the source, in the columns of {@link #cellList()}. */
  String cellOf(String row) {
    return Stream.concat(
            Stream.of(bucketOf(row) + " AS bucket"),
            keys((key, place) -> at(place, row) + " AS " + quote(key)))
        .collect(Collectors.joining(", "));
  }

  private Stream<String> keys(BiFunction<String, Place, String> each) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < plan.keys().size(); i++) {
      made.add(each.apply(plan.keyFields().get(i).name(), plan.keys().get(i)));
    }
    return made.stream();
  }

  /**
   * Keys that stand in the source itself: with the stem, an index leads to the events of a cell.
   */
  List<String> directKeys() {
    return plan.keys().stream()
        .filter(Place::isOfSource)
        .map(place -> place.field().name())
        .distinct()
        .toList();
  }

  /**
   * All cells of a stretch from their events.
   *
   * @param from its first bucket
   * @param to the first one behind it
   */
  String cellsOf(Instant from, Instant to) {
    String live =
        "FROM %s AS e%s WHERE %s >= '%s' AND %3$s < '%s'"
            .formatted(source(), joins("e"), eventStem("e"), stem(from), stem(to));
    return cells(live, archive() + " WHERE " + within(from, to));
  }

  /** Whether a cell is in a stretch. */
  static String within(Instant from, Instant to) {
    return "bucket >= '%s' AND bucket < '%s'".formatted(bucketText(from), bucketText(to));
  }

  /** The cells that are named in a table, from their events. */
  String cellsIn(String work) {
    String live =
        "FROM %s AS w CROSS JOIN %s AS e ON %s%s%s"
            .formatted(work, source(), isEventOf("w"), joins("e"), where(joinedKeys()));
    return cells(
        live, "%s AS w CROSS JOIN %s AS a ON %s".formatted(work, archive(), sameCell("a", "w")));
  }

  private String isEventOf(String cell) {
    return Stream.concat(
            Stream.of(eventStem("e") + " = " + stemOf(cell + ".bucket")),
            keys((key, place) -> place.isOfSource() ? isKey(key, place, cell) : "")
                .filter(condition -> !condition.isEmpty()))
        .collect(Collectors.joining(" AND "));
  }

  private List<String> joinedKeys() {
    return keys((key, place) -> place.isOfSource() ? "" : isKey(key, place, "w"))
        .filter(condition -> !condition.isEmpty())
        .toList();
  }

  private static String isKey(String key, Place place, String cell) {
    return at(place, "e") + " IS " + cell + "." + quote(key);
  }

  private static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** What is live, and what is archived if anything is. */
  private String cells(String live, String archived) {
    String fromEvents =
        "SELECT %s, %s %s GROUP BY %s"
            .formatted(cellOf("e"), list(plan.measures(), RollupSql::aggregate), live, groups());
    if (!plan.definition().archives()) {
      return fromEvents;
    }
    String alias = archived.contains(" AS a ") ? "a." : "";
    return "SELECT %s, %s FROM (SELECT * FROM (%s) UNION ALL SELECT %s FROM %s) GROUP BY %1$s"
        .formatted(
            cellList(),
            list(plan.measures(), RollupSql::merge),
            fromEvents,
            list(columns(), column -> alias + quote(column)),
            archived);
  }

  private String groups() {
    return Stream.concat(Stream.of(eventStem("e")), plan.keys().stream().map(key -> at(key, "e")))
        .collect(Collectors.joining(", "));
  }

  private static String aggregate(Value value) {
    String of = value.of().map(place -> at(place, "e")).orElse("");
    String made =
        switch (value.measure().kind()) {
          case COUNT -> "count(*)";
          case DISTINCT -> "count(DISTINCT " + of + ")";
          case SUM -> "coalesce(sum(" + of + "), 0)";
          case MIN -> "min(" + of + ")";
          case MAX -> "max(" + of + ")";
          case SUM_WHERE_MISSING ->
              "coalesce(sum(CASE WHEN %s IS NULL THEN %s END), 0)"
                  .formatted(at(value.missing().orElseThrow(), "e"), of);
        };
    return made + " AS " + quote(value.measure().name());
  }

  private static String merge(Value value) {
    String name = quote(value.measure().name());
    String made =
        switch (value.measure().kind()) {
          case MIN -> "min(" + name + ")";
          case MAX -> "max(" + name + ")";
          default -> "sum(" + name + ")";
        };
    return made + " AS " + name;
  }

  /** What one removed row of the source brings into its cell of the archive. */
  String contribution(String row) {
    return list(plan.measures(), value -> contribution(value, row));
  }

  private static String contribution(Value value, String row) {
    String of = value.of().map(place -> at(place, row)).orElse("");
    return switch (value.measure().kind()) {
      case COUNT -> "1";
      case SUM -> "coalesce(" + of + ", 0)";
      case SUM_WHERE_MISSING ->
          "CASE WHEN %s IS NULL THEN coalesce(%s, 0) ELSE 0 END"
              .formatted(at(value.missing().orElseThrow(), row), of);
      case MIN, MAX -> of;
      case DISTINCT -> throw new IllegalStateException("no plan archives what it cannot merge");
    };
  }

  /** How a cell of the archive takes in another row, in an upsert. */
  String mergeArchived() {
    return list(plan.measures(), this::mergeArchived);
  }

  private String mergeArchived(Value value) {
    String name = quote(value.measure().name());
    String old = archive() + "." + name;
    String made = "excluded." + name;
    String merged =
        switch (value.measure().kind()) {
          case MIN -> "min(ifnull(%s, %s), ifnull(%2$s, %1$s))".formatted(old, made);
          case MAX -> "max(ifnull(%s, %s), ifnull(%2$s, %1$s))".formatted(old, made);
          default -> old + " + " + made;
        };
    return name + " = " + merged;
  }

  /** The cells of all rows of the source for which a condition on {@code e} holds. */
  String cellsOfRows(String condition) {
    return "SELECT DISTINCT %s FROM %s AS e%s WHERE e.%s IS NOT NULL AND (%s)"
        .formatted(cellOf("e"), source(), joins("e"), quote(plan.definition().time()), condition);
  }

  /** The cell of one row of the source in a trigger; none without a time. */
  String cellOfRow(String row, String more) {
    return "SELECT %s%s FROM (SELECT 1)%s WHERE %s.%s IS NOT NULL"
        .formatted(cellOf(row), more, joins(row), row, quote(plan.definition().time()));
  }

  /** The cells of the events that reach a row with this key over a join. */
  String cellsThrough(Join join, String key) {
    return cellsOfRows(join.from() + "." + quote(join.field()) + " = " + key);
  }
}
