package dev.tidemark.adapter.mysql;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that make rows be there as they are.
 *
 * <p>Where a row meets another one in a unique index that somebody has put there, ON DUPLICATE KEY
 * UPDATE would write over that other row. So the update sets the key as well: to itself, or, where
 * that is another row's, to null, which no column of a key takes.
 */
final class UpsertSql {

  private final TypeTable table;

  UpsertSql(TypeTable table) {
    this.table = table;
  }

  /** One row of parameters; the driver makes many of it. */
  String ofParameters() {
    return "INSERT INTO %s (%s) VALUES (%s) %s"
        .formatted(
            table.quotedName(),
            Names.list(table.columnNames()),
            Names.marks(table.columnNames().size()),
            update());
  }

  /** All rows of another table of the same columns. */
  String from(String other) {
    String columns = Names.list(table.columnNames());
    return "INSERT INTO %s (%s) SELECT %s FROM %s %s"
        .formatted(table.quotedName(), columns, columns, Names.quote(other), update());
  }

  private String update() {
    return Stream.concat(
            table.type().key().stream().map(this::same),
            table.contents().stream().map(column -> set(column, value(column))))
        .collect(Collectors.joining(", ", "ON DUPLICATE KEY UPDATE ", ""));
  }

  private String same(String key) {
    String there = table.quotedName() + "." + Names.quote(key);
    return set(key, "IF(%s = %s, %s, NULL)".formatted(there, value(key), there));
  }

  private static String set(String column, String value) {
    return Names.quote(column) + " = " + value;
  }

  /** What the new row has; the newer way to say it is unknown to MySQL before 8.0.19. */
  private static String value(String column) {
    return "VALUES(" + Names.quote(column) + ")";
  }
}
