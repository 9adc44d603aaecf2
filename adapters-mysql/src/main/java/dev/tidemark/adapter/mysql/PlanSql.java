package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.Measure;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPlan.Join;
import dev.tidemark.core.rollup.RollupPlan.Place;
import dev.tidemark.core.rollup.RollupPlan.Value;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The expressions of one rollup's statements. What texts are is told by their bytes: collations
 * take blanks at the end for nothing, and grouping looks at the beginning of a long text alone. So
 * a cell is found by its bucket and a digest of its keys.
 */
final class PlanSql {

  static final String BUCKET = "bucket";

  /** No key or measure can be called so. */
  static final String CELL = "_cell";

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final RollupPlan plan;
  private final RollupNames names;
  private final String row;

  PlanSql(RollupPlan plan, RollupNames names) {
    this(plan, names, RollupPlan.SOURCE);
  }

  private PlanSql(RollupPlan plan, RollupNames names, String row) {
    this.plan = plan;
    this.names = names;
    this.row = row;
  }

  /**
   * The same of one event in a trigger.
   *
   * @param which {@code OLD} or {@code NEW}
   */
  PlanSql of(String which) {
    return new PlanSql(plan, names, which);
  }

  RollupPlan plan() {
    return plan;
  }

  RollupNames names() {
    return names;
  }

  /** {@code e.`field`}. */
  static String column(String alias, String field) {
    return alias + "." + Names.quote(field);
  }

  /** A field of the source. */
  String event(String field) {
    return column(row, field);
  }

  String time() {
    return event(plan.time().name());
  }

  String bucket() {
    String hour = plan.definition().bucket() == Bucket.HOUR ? "HOUR(" + time() + ")" : "0";
    return "(DATE(%s) + INTERVAL %s HOUR)".formatted(time(), hour);
  }

  /** The digest of an event's keys. */
  String cell() {
    return digest(plan.keys().stream().map(this::at).toList());
  }

  /** The digest of a stored cell's keys. */
  String cellOfStored(String alias) {
    return digest(plan.keyFields().stream().map(field -> column(alias, field.name())).toList());
  }

  private String digest(List<String> keys) {
    String parts =
        IntStream.range(0, keys.size())
            .mapToObj(i -> part(keys.get(i), plan.keyFields().get(i)))
            .collect(Collectors.joining(", "));
    return keys.isEmpty() ? "UNHEX(SHA2('', 256))" : digestOf("CONCAT_WS(',', " + parts + ")");
  }

  /** Null is nothing, which no value is. */
  private static String part(String value, Field field) {
    return field.type() == FieldType.TEXT
        ? "IFNULL(SHA2(%s, 256), '')".formatted(value)
        : "IFNULL(CAST(%s AS CHAR), '')".formatted(value);
  }

  private static String digestOf(String text) {
    return "UNHEX(SHA2(%s, 256))".formatted(text);
  }

  String at(Place place) {
    return at(place.alias(), place.field().name());
  }

  private String at(String alias, String field) {
    return column(alias.equals(RollupPlan.SOURCE) ? row : alias, field);
  }

  /** The keys of an event, named like those of a cell. */
  Stream<String> keys() {
    return IntStream.range(0, plan.keys().size())
        .mapToObj(i -> named(at(plan.keys().get(i)), plan.keyFields().get(i).name()));
  }

  static String named(String expression, String name) {
    return expression + " AS " + Names.quote(name);
  }

  /** In the order of cells: texts by their bytes, which MySQL takes for null if there are none. */
  Stream<String> order(String alias) {
    return Stream.concat(
        Stream.of(column(alias, BUCKET)),
        plan.keyFields().stream().flatMap(field -> order(field, column(alias, field.name()))));
  }

  private static Stream<String> order(Field field, String column) {
    return field.type() == FieldType.TEXT
        ? Stream.of(column + " IS NOT NULL", "CAST(" + column + " AS BINARY)")
        : Stream.of(column);
  }

  /** The measures of many events. */
  Stream<String> sums() {
    return plan.measures().stream().map(each -> named(sum(each), each.measure().name()));
  }

  private String sum(Value value) {
    String of = value.of().map(this::at).orElse("");
    return switch (value.measure().kind()) {
      case COUNT -> "COUNT(*)";
      case DISTINCT -> "COUNT(DISTINCT " + (isText(value) ? digestOf(of) : of) + ")";
      case SUM, SUM_WHERE_MISSING -> "SUM(" + one(value) + ")";
      case MIN -> "MIN(" + of + ")";
      case MAX -> "MAX(" + of + ")";
    };
  }

  private static boolean isText(Value value) {
    return value.of().orElseThrow().field().type() == FieldType.TEXT;
  }

  /** What one event brings into a measure. */
  String one(Value value) {
    String of = value.of().map(this::at).orElse("");
    return switch (value.measure().kind()) {
      case COUNT -> "1";
      case SUM -> "IFNULL(" + of + ", 0)";
      case SUM_WHERE_MISSING ->
          "IF(%s IS NULL, IFNULL(%s, 0), 0)".formatted(at(value.missing().orElseThrow()), of);
      case MIN, MAX -> of;
      case DISTINCT -> throw new IllegalStateException("a DISTINCT of one event is never stored");
    };
  }

  /** The measures of many parts of a cell. */
  Stream<String> merged(String alias) {
    return plan.measures().stream()
        .map(Value::measure)
        .map(each -> named(merged(each, column(alias, each.name())), each.name()));
  }

  private static String merged(Measure measure, String column) {
    return switch (measure.kind()) {
      case MIN -> "MIN(" + column + ")";
      case MAX -> "MAX(" + column + ")";
      default -> "SUM(" + column + ")";
    };
  }

  /** Columns of a cell behind its bucket and digest. */
  List<String> contents() {
    return Stream.concat(plan.keyFields().stream(), plan.measureFields().stream())
        .map(Field::name)
        .toList();
  }

  List<String> columns() {
    return Stream.concat(Stream.of(BUCKET, CELL), contents().stream()).toList();
  }

  String table(EntityType type) {
    return TypeTable.of(type, names.prefix()).quotedName();
  }

  /** The source, and what its rows refer to; or one row, and what the one event refers to. */
  String from() {
    String events =
        row.equals(RollupPlan.SOURCE) ? table(plan.source()) + " " + row : "(SELECT 1) one";
    return plan.joins().stream().map(this::join).collect(Collectors.joining("", events, ""));
  }

  private String join(Join join) {
    return " LEFT JOIN %s %s ON %s = %s"
        .formatted(
            table(join.target()),
            join.alias(),
            column(join.alias(), join.targetKey()),
            isLongText(join) ? "CAST(" + referring(join) + " AS BINARY)" : referring(join));
  }

  private String referring(Join join) {
    return at(join.from(), join.field());
  }

  /** Keys are kept as bytes, and other texts are not. */
  private boolean isLongText(Join join) {
    EntityType from = typeOf(join.from());
    return from.field(join.field()).orElseThrow().type() == FieldType.TEXT
        && !from.key().contains(join.field());
  }

  private EntityType typeOf(String alias) {
    return plan.joins().stream()
        .filter(join -> join.alias().equals(alias))
        .map(Join::target)
        .findFirst()
        .orElse(plan.source());
  }

  /** That an event reaches the row with this key; in a way that finds an index. */
  String reaches(Join join, String key) {
    String referring = referring(join);
    return isLongText(join)
        ? "(%1$s = CONVERT(%2$s USING utf8mb4) COLLATE %3$s AND CAST(%1$s AS BINARY) = %2$s)"
            .formatted(referring, key, MirrorColumn.COLLATION)
        : referring + " = " + key;
  }

  /** That a column lies in a stretch of time. */
  static String within(String column, Span span) {
    return "%s BETWEEN %s AND %s"
        .formatted(column, literal(span.from()), literal(span.to().minus(1, ChronoUnit.MICROS)));
  }

  /** What the server cannot tell is cut. */
  static String literal(Instant at) {
    Instant told = at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
    return "TIMESTAMP'" + InstantText.of(told) + "'";
  }

  static String select(Stream<String> what, String from) {
    return "SELECT " + what.collect(Collectors.joining(", ")) + " FROM " + from;
  }

  static String insert(String table, Collection<String> columns, String select) {
    return "INSERT INTO %s (%s) %s".formatted(Names.quote(table), Names.list(columns), select);
  }
}
