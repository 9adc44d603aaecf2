package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Tombstone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One entity type as a table: a column for each field, then what upstream sent beyond the schema
 * and which keys it did not send; in the replica also since when it has vanished. Gives the pieces
 * of SQL that everything about the table is made of.
 */
record EntityTable(EntityType type) {

  /** A JSON object of what upstream sent beyond the schema; null if there was nothing. */
  static final String EXTRA = "_extra";

  /** A JSON array of the fields that upstream did not send; null if it sent all. */
  static final String MISSING = "_missing";

  /** Since when upstream is known not to have the row; null if it has. Not in staging files. */
  static final String VANISHED = "_vanished";

  /** Names come from a checked schema, so they hold no quote. */
  static String quote(String name) {
    return '"' + name + '"';
  }

  /** A string literal. */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** Whether this holds the value that a rule of the schema names; null is no value. */
  static String is(String expression, Object value) {
    return "(" + expression + " IS " + literal(value) + ")";
  }

  private static String literal(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    return value instanceof Long number ? number.toString() : text(value.toString());
  }

  static <T> String list(List<T> parts, Function<T, String> each) {
    return parts.stream().map(each).collect(Collectors.joining(", "));
  }

  String name() {
    return quote(type.name());
  }

  /** What upstream sent; the replica's tables have {@link #VANISHED} beside it. */
  List<String> columns() {
    return Stream.concat(type.fields().stream().map(Field::name), Stream.of(EXTRA, MISSING))
        .toList();
  }

  /** {@code "id", "name", ...}. */
  String columnList() {
    return list(columns(), EntityTable::quote);
  }

  /** {@code s."id", s."name", ...}. */
  String columnList(String alias) {
    return list(columns(), column -> alias + "." + quote(column));
  }

  /** All that the replica has of a row. */
  String storedColumnList() {
    return columnList() + ", " + VANISHED;
  }

  String keyList() {
    return list(type.key(), EntityTable::quote);
  }

  String keyList(String alias) {
    return list(type.key(), column -> alias + "." + quote(column));
  }

  /** Text of the key, as {@link dev.tidemark.core.schema.RowKey#text()} has it. */
  String keyText(String alias) {
    return keyText(alias, type.key());
  }

  static String keyText(String alias, List<String> columns) {
    return columns.size() == 1
        ? "cast(" + alias + "." + quote(columns.get(0)) + " AS TEXT)"
        : "json_array(" + list(columns, column -> alias + "." + quote(column)) + ")";
  }

  /** Whether the key is the one whose text is in {@code column}; the primary key can serve this. */
  String hasKey(String alias, String column) {
    if (type.key().size() == 1) {
      return "%s.%s = %s".formatted(alias, keyList(), column);
    }
    return IntStream.range(0, type.key().size())
        .mapToObj(i -> "%s.%s = %s ->> %s".formatted(alias, quote(type.key().get(i)), column, i))
        .collect(Collectors.joining(" AND "));
  }

  String sameKey(String one, String other) {
    return type.key().stream()
        .map(quoted -> one + "." + quote(quoted) + " = " + other + "." + quote(quoted))
        .collect(Collectors.joining(" AND "));
  }

  /** Columns beside the key. */
  List<String> contents() {
    return columns().stream().filter(column -> !type.key().contains(column)).toList();
  }

  /** Whether anything beside the key differs, nulls counting as equal. */
  String differs(String one, String other) {
    return balanced(
        contents().stream()
            .map(column -> one + "." + quote(column) + " IS NOT " + other + "." + quote(column))
            .toList(),
        " OR ");
  }

  /** One expression of many parts, as flat as it can be: SQLite limits how deep one may nest. */
  static String balanced(List<String> parts, String operator) {
    int half = parts.size() / 2;
    return half == 0
        ? parts.get(0)
        : "("
            + balanced(parts.subList(0, half), operator)
            + operator
            + balanced(parts.subList(half, parts.size()), operator)
            + ")";
  }

  /** What an upsert does on conflict: all but the key as in the new row. */
  String setContents() {
    return list(contents(), column -> quote(column) + " = excluded." + quote(column));
  }

  /** Whether the row is a tombstone; false where there is no such rule. */
  String isTombstone(String alias) {
    return type.tombstone()
        .map(rule -> is(alias + "." + quote(rule.field()), rule.value()))
        .orElse("0");
  }

  /** An instant as the version's column would have it, cut to its precision. */
  String versionText(Instant instant) {
    return type.version()
        .flatMap(type::field)
        .flatMap(Field::precision)
        .orElseThrow()
        .format(instant);
  }

  /** Whether upstream has the row, as far as the replica knows. */
  String isLive(String alias) {
    return "(%s.%s IS NULL AND NOT %s)".formatted(alias, VANISHED, isTombstone(alias));
  }

  /** The statements that make the table in the replica, with its indexes. */
  List<String> create() {
    List<String> statements = new ArrayList<>();
    statements.add(createTable());
    statements.addAll(createIndexes());
    return statements;
  }

  /** The table without an index. */
  String createTable() {
    return "CREATE TABLE " + name() + " (" + definitions() + ") " + options();
  }

  /** The same table in a staging file: no index, and the {@link StagedFrom} of each row. */
  String createStaging() {
    return "CREATE TABLE %s (%s, _source INTEGER NOT NULL, PRIMARY KEY (%s)) %s"
        .formatted(name(), columnDefinitions(), keyList(), options());
  }

  /** A table of keys of this type, with one more column. */
  String createKeys(String table, String more) {
    return "CREATE TABLE %s (%s, %s, PRIMARY KEY (%s)) %s"
        .formatted(table, list(type.key(), this::keyDefinition), more, keyList(), options());
  }

  /** A table of keys of this type. */
  String createKeys(String table) {
    return "CREATE TABLE %s (%s, PRIMARY KEY (%s)) %s"
        .formatted(table, list(type.key(), this::keyDefinition), keyList(), options());
  }

  /** A column that is not there yet, for a table that is. */
  String addColumn(Field field) {
    return "ALTER TABLE " + name() + " ADD COLUMN " + quote(field.name()) + " " + affinity(field);
  }

  /** Lets rows vanish in a table of a time when they could not. */
  String addVanished() {
    return "ALTER TABLE " + name() + " ADD COLUMN " + VANISHED + " TEXT";
  }

  /** How many columns of that sort the table has, one or none. */
  String countVanishedColumns() {
    return "SELECT count(*) FROM pragma_table_info(%s) WHERE name = '%s'"
        .formatted(text(type.name()), VANISHED);
  }

  /** Says of all rows, parked ones too, that upstream did not send this field. */
  List<String> noteMissing(Field field) {
    String append = "json_insert(coalesce(%s, '[]'), '$[#]', " + text(field.name()) + ")";
    return List.of(
        "UPDATE %s SET %s = %s".formatted(name(), MISSING, append.formatted(MISSING)),
        "UPDATE _orphan SET row = json_set(row, '$.%s', '' || %s) WHERE type = %s"
            .formatted(
                MISSING, append.formatted("row ->> '$." + MISSING + "'"), text(type.name())));
  }

  /**
   * An index for the version, each reference and each that the schema names; one of the vanished
   * rows alone; and one to count rows by, which also finds the oldest tombstones. Where there are
   * none, the first of the two counts all rows.
   */
  List<String> createIndexes() {
    return indexes().stream().map(this::createIndex).toList();
  }

  String createIndex(List<String> columns) {
    boolean partial = columns.equals(List.of(VANISHED)) && type.tombstone().isPresent();
    return "CREATE INDEX IF NOT EXISTS main.%s ON %s (%s)%s"
        .formatted(
            quote(indexName(columns)),
            name(),
            list(columns, EntityTable::quote),
            partial ? " WHERE " + VANISHED + " IS NOT NULL" : "");
  }

  /** The text that SQLite keeps of a statement that makes a table or an index. */
  static String kept(String create) {
    return create.replaceFirst("IF NOT EXISTS main\\.", "");
  }

  List<String> indexNames() {
    return indexes().stream().map(this::indexName).toList();
  }

  /** An index for the version, each reference and each that the schema names, and no more. */
  List<String> createNamedIndexes() {
    return namedIndexes().stream().map(this::createIndex).toList();
  }

  private Set<List<String>> namedIndexes() {
    Set<List<String>> indexes = new LinkedHashSet<>();
    type.version().ifPresent(version -> indexes.add(List.of(version)));
    type.references().stream().map(Reference::fields).forEach(indexes::add);
    indexes.addAll(type.indexes());
    indexes.remove(type.key());
    return indexes;
  }

  private Set<List<String>> indexes() {
    Set<List<String>> indexes = namedIndexes();
    indexes.add(List.of(VANISHED));
    type.tombstone()
        .map(Tombstone::field)
        .ifPresent(
            status -> {
              indexes.remove(List.of(status));
              indexes.add(
                  Stream.concat(Stream.of(status, VANISHED), type.version().stream()).toList());
            });
    return indexes;
  }

  String indexName(List<String> columns) {
    return type.name() + "(" + String.join(",", columns) + ")";
  }

  private String definitions() {
    return columnDefinitions() + ", " + VANISHED + " TEXT, PRIMARY KEY (" + keyList() + ")";
  }

  private String columnDefinitions() {
    return Stream.concat(
            type.fields().stream()
                .map(
                    field ->
                        quote(field.name())
                            + " "
                            + affinity(field)
                            + (type.key().contains(field.name()) ? " NOT NULL" : "")),
            Stream.of(EXTRA + " TEXT", MISSING + " TEXT"))
        .collect(Collectors.joining(", "));
  }

  /** A single whole-number key is the row id itself; any other key is the table's own order. */
  String options() {
    return hasNumberKey() ? "STRICT" : "STRICT, WITHOUT ROWID";
  }

  /** Whether the key is a single whole number. */
  boolean hasNumberKey() {
    return type.key().size() == 1
        && type.field(type.key().get(0)).orElseThrow().type() == FieldType.INTEGER;
  }

  private String keyDefinition(String name) {
    return quote(name) + " " + affinity(type.field(name).orElseThrow()) + " NOT NULL";
  }

  static String affinity(Field field) {
    return switch (field.type()) {
      case INTEGER, BOOLEAN -> "INTEGER";
      case REAL -> "REAL";
      case TEXT, INSTANT, JSON -> "TEXT";
    };
  }
}
