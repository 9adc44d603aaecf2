package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.list;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a rollup needs in the file of its source, each by its name with the statement that makes it.
 */
record RollupTables(RollupSql sql) {

  private RollupPlan plan() {
    return sql.plan();
  }

  /** The cells, the notes of what is to be computed anew, and the archive if there is one. */
  Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put(bare(sql.table()), cells(sql.table()));
    tables.put(
        bare(sql.notes()),
        "CREATE TABLE %s (seq INTEGER PRIMARY KEY AUTOINCREMENT, %s, noted_at TEXT NOT NULL) STRICT"
            .formatted(sql.notes(), cellDefinitions()));
    if (plan().definition().archives()) {
      tables.put(bare(sql.archive()), cells(sql.archive()));
    }
    return tables;
  }

  private String cells(String table) {
    return "CREATE TABLE %s (%s, %s) STRICT"
        .formatted(table, cellDefinitions(), list(plan().measureFields(), RollupTables::measure));
  }

  String cellDefinitions() {
    return Stream.concat(
            Stream.of("bucket TEXT NOT NULL"),
            plan().keyFields().stream().map(RollupTables::column))
        .collect(Collectors.joining(", "));
  }

  private static String column(Field field) {
    return quote(field.name()) + " " + EntityTable.affinity(field);
  }

  private static String measure(Field field) {
    return column(field) + (field.nullable() ? "" : " NOT NULL");
  }

  /**
   * One that keeps cells apart, one from a cell to its events, and those that are missing from a
   * change to its event and from a parent to its children.
   *
   * @param led columns that an index of the file begins with: {@code table.column}
   */
  Map<String, String> indexes(List<String> led) {
    Map<String, String> indexes = new LinkedHashMap<>();
    unique(sql.table(), indexes);
    if (plan().definition().archives()) {
      unique(sql.archive(), indexes);
    }
    index(
        "events",
        sql.source(),
        Stream.concat(
                Stream.of(sql.eventStem(sql.source())),
                sql.directKeys().stream().map(EntityTable::quote))
            .collect(Collectors.joining(", "))
            .replace(sql.source() + ".", ""),
        indexes);
    changeFields().forEach(field -> lead(plan().source().name(), field, led, indexes));
    plan().joins().forEach(join -> lead(typeOf(join.from()), join.field(), led, indexes));
    return indexes;
  }

  private List<String> changeFields() {
    if (plan().definition().changes() instanceof Changes.ByTime by) {
      return List.of(by.field(), plan().definition().time());
    }
    return plan().definition().changes() instanceof Changes.BySequence by
        ? List.of(by.field())
        : List.of();
  }

  /** Name of the type whose rows go by this alias. */
  private String typeOf(String alias) {
    return plan().joins().stream()
        .filter(join -> join.alias().equals(alias))
        .map(join -> join.target().name())
        .findFirst()
        .orElse(plan().source().name());
  }

  private void lead(String type, String field, List<String> led, Map<String, String> into) {
    if (!led.contains(type + "." + field)) {
      index(type + "." + field, quote(type), quote(field), into);
    }
  }

  private void unique(String table, Map<String, String> into) {
    String name = bare(table) + "(cell)";
    into.put(
        name, "CREATE UNIQUE INDEX %s ON %s (%s)".formatted(quote(name), table, sql.identity()));
  }

  private void index(String what, String table, String columns, Map<String, String> into) {
    String name = bare(sql.table()) + "(" + what + ")";
    into.put(name, "CREATE INDEX %s ON %s (%s)".formatted(quote(name), table, columns));
  }

  private static String bare(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }
}
