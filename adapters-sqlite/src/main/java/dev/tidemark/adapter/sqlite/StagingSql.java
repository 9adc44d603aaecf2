package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.list;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import java.util.List;

/** Statements that fill the staging file. */
final class StagingSql {

  private StagingSql() {}

  /**
   * Inserts one row. Of two rows with one key the live one wins over the listed one, then the newer
   * version, then the later one.
   */
  static String insert(EntityTable table, StagedFrom source) {
    return "INSERT INTO main.%s AS old (%s, _source) VALUES (%s, %s) ON CONFLICT (%s) DO UPDATE SET %s, _source = excluded._source WHERE %s"
        .formatted(
            table.name(),
            table.columnList(),
            list(table.columns(), column -> "?"),
            source.ordinal(),
            table.keyList(),
            table.setContents(),
            wins(table));
  }

  private static String wins(EntityTable table) {
    return table
        .type()
        .version()
        .map(
            version ->
                "(excluded._source, excluded.%s) >= (old._source, old.%s)"
                    .formatted(quote(version), quote(version)))
        .orElse("excluded._source >= old._source");
  }

  /**
   * Gives the parked rows of a type another chance. A later row of the same key that is staged
   * wins, unless it is an older version from a list and the parked one can be true: it then gets
   * the parked content, and still counts as listed, because what was parked may have been, too. The
   * third parameter is the horizon.
   */
  static String unpark(EntityTable table) {
    return "INSERT INTO staging.%s AS staged (%s, _source) SELECT %s, %s FROM main._orphan WHERE type = %s ON CONFLICT (%s) DO UPDATE SET %s WHERE %s"
        .formatted(
            table.name(),
            table.columnList(),
            list(table.columns(), StagingSql::parkedValue),
            StagedFrom.PARKED.ordinal(),
            EntityTable.text(table.type().name()),
            table.keyList(),
            table.setContents(),
            table
                .type()
                .version()
                .map(
                    version ->
                        "staged._source = %s AND excluded.%s > staged.%s AND excluded.%s <= ?3"
                            .formatted(
                                StagedFrom.LIST.ordinal(),
                                quote(version),
                                quote(version),
                                quote(version)))
                .orElse("0"));
  }

  static String parkedValue(String column) {
    return "row ->> " + EntityTable.text("$." + quote(column));
  }

  /**
   * A staged row as the JSON object that {@link #unpark} reads; put together by hand, because a
   * function takes no more than a hundred arguments or so.
   */
  static String parked(EntityTable table, String alias) {
    List<String> entries =
        table.columns().stream()
            .map(
                column ->
                    EntityTable.text(quote(column) + ":")
                        + " || json_quote("
                        + alias
                        + "."
                        + quote(column)
                        + ")")
            .toList();
    return "'{' || " + EntityTable.balanced(entries, " || ',' || ") + " || '}'";
  }
}
