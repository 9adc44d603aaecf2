package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.list;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One entity type as a table of a tier of the state: a column for each field; in the strong tier
 * then its version and the times of its writes. In statements, parameter n is the n-th field.
 */
record TierTable(EntityType type, boolean strong) {

  /** 1 when the row was inserted, and one more with each update. */
  static final String VERSION = "_version";

  static final String CREATED = "_created";
  static final String UPDATED = "_updated";

  String name() {
    return quote(type.name());
  }

  List<String> fields() {
    return type.fields().stream().map(Field::name).toList();
  }

  /** What a row is read from. */
  String columnList() {
    return Stream.concat(fields().stream().map(EntityTable::quote), system().stream())
        .collect(Collectors.joining(", "));
  }

  String keyList() {
    return list(type.key(), EntityTable::quote);
  }

  /** Columns beside the fields. */
  List<String> system() {
    return strong ? List.of(VERSION, CREATED, UPDATED) : List.of();
  }

  /** The statements that make the table, with its indexes. */
  List<String> create() {
    String definitions =
        Stream.concat(
                type.fields().stream().map(this::definition),
                system().stream().map(TierTable::systemDefinition))
            .collect(Collectors.joining(", "));
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE %s (%s, PRIMARY KEY (%s)) %s"
            .formatted(name(), definitions, keyList(), new EntityTable(type).options()));
    statements.addAll(indexes().values());
    return statements;
  }

  /** SQLite takes one that is never null in a table without rows alone. */
  String addColumn(Field field) {
    return "ALTER TABLE " + name() + " ADD COLUMN " + definition(field);
  }

  /**
   * A column beside the fields, for a table that was made without.
   *
   * @param now as text
   */
  String addSystem(String column, String now) {
    return "ALTER TABLE %s ADD COLUMN %s DEFAULT %s"
        .formatted(
            name(), systemDefinition(column), column.equals(VERSION) ? "1" : EntityTable.text(now));
  }

  private String definition(Field field) {
    return quote(field.name())
        + " "
        + EntityTable.affinity(field)
        + (field.nullable() ? "" : " NOT NULL");
  }

  private static String systemDefinition(String column) {
    return column + (column.equals(VERSION) ? " INTEGER NOT NULL" : " TEXT NOT NULL");
  }

  /** By name, the statement that makes it: one for each uniqueness, reference and wish. */
  Map<String, String> indexes() {
    Map<String, String> statements = new LinkedHashMap<>();
    type.unique().forEach(columns -> statements.put(uniqueName(columns), index(columns, true)));
    Set<List<String>> plain = new LinkedHashSet<>();
    type.references().stream().map(Reference::fields).forEach(plain::add);
    plain.addAll(type.indexes());
    plain.remove(type.key());
    plain.removeAll(type.unique());
    plain.forEach(columns -> statements.put(plainName(columns), index(columns, false)));
    return statements;
  }

  /** Whether it has the name of one that is made here, for this schema or another. */
  boolean isOwnIndex(String index) {
    return index.startsWith(type.name() + "(") || index.startsWith("unique " + type.name() + "(");
  }

  String uniqueName(List<String> columns) {
    return "unique " + plainName(columns);
  }

  private String plainName(List<String> columns) {
    return new EntityTable(type).indexName(columns);
  }

  private String index(List<String> columns, boolean unique) {
    return "CREATE %sINDEX %s ON %s (%s)"
        .formatted(
            unique ? "UNIQUE " : "",
            quote(unique ? uniqueName(columns) : plainName(columns)),
            name(),
            list(columns, EntityTable::quote));
  }

  String selectAll() {
    return "SELECT %s FROM %s ORDER BY %s".formatted(columnList(), name(), keyList());
  }

  /** Its parameters are those of the key, from the first on. */
  String selectOne() {
    return "SELECT %s FROM %s WHERE %s".formatted(columnList(), name(), isKey(1));
  }

  /** Its parameters are those of the parent's key. */
  String selectReferring(Reference reference) {
    return "SELECT %s FROM %s AS t WHERE %s ORDER BY %s"
        .formatted(columnList(), name(), ReferenceSql.refersTo("t", reference), keyList());
  }

  /** Whether the key is the one in the parameters from this on. */
  private String isKey(int first) {
    return IntStream.range(0, type.key().size())
        .mapToObj(i -> quote(type.key().get(i)) + " = ?" + (first + i))
        .collect(Collectors.joining(" AND "));
  }

  /** Adds a row or replaces the one with its key. */
  String upsert() {
    String contents =
        contents()
            .map(field -> quote(field) + " = excluded." + quote(field))
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO %s"
        .formatted(
            name(),
            columnList(),
            parameters(type.fields().size()),
            keyList(),
            contents.isEmpty() ? "NOTHING" : "UPDATE SET " + contents);
  }

  /** Adds a row unless there is one with its key; behind the fields, the time. */
  String insert() {
    int at = type.fields().size() + 1;
    return "INSERT INTO %s (%s) VALUES (%s, 1, ?%s, ?%s) ON CONFLICT (%s) DO NOTHING"
        .formatted(name(), columnList(), parameters(type.fields().size()), at, at, keyList());
  }

  /** Replaces the row of a version; behind the fields, the time and the version. */
  String update() {
    int at = type.fields().size() + 1;
    String contents =
        Stream.concat(
                contents().map(field -> quote(field) + parameter(field)),
                Stream.of(VERSION + " = " + VERSION + " + 1", UPDATED + " = ?" + at))
            .collect(Collectors.joining(", "));
    String key =
        type.key().stream()
            .map(field -> quote(field) + parameter(field))
            .collect(Collectors.joining(" AND "));
    return "UPDATE %s SET %s WHERE %s AND %s = ?%s"
        .formatted(name(), contents, key, VERSION, at + 1);
  }

  private String parameter(String field) {
    return " = ?" + (type.indexOf(field) + 1);
  }

  /** Its parameters are those of the key. */
  String delete() {
    return "DELETE FROM %s WHERE %s".formatted(name(), isKey(1));
  }

  /** Behind the key, the version. */
  String deleteVersion() {
    return delete() + " AND " + VERSION + " = ?" + (type.key().size() + 1);
  }

  private Stream<String> contents() {
    return fields().stream().filter(field -> !type.key().contains(field));
  }

  private static String parameters(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
  }
}
