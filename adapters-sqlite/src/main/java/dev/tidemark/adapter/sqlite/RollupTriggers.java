package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPlan.Join;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The triggers that note which cells a write changes, each by its name with the statement that
 * makes it. A parent's come before and after its write: before it, its events still have the key
 * that they lose, also where a cascade removes them next.
 */
record RollupTriggers(RollupSql sql) {

  /** SQLite's own clock, as everything about rollups goes by. */
  static final String NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

  Map<String, String> triggers() {
    Map<String, String> triggers = new LinkedHashMap<>();
    ofSource(triggers);
    sql.plan().joins().forEach(join -> ofParent(join, triggers));
    return triggers;
  }

  private RollupPlan plan() {
    return sql.plan();
  }

  private void ofSource(Map<String, String> into) {
    boolean captured = plan().definition().changes() instanceof Changes.Captured;
    if (captured) {
      put("e", "AFTER", "INSERT", "", note("NEW"), into);
    }
    Set<String> watched =
        captured ? plan().fieldsOf(RollupPlan.SOURCE) : plan().placing(RollupPlan.SOURCE);
    if (!(plan().definition().changes() instanceof Changes.BySequence)) {
      put("e", "BEFORE", "INSERT", "", insertNotes() + replaced(), into);
    }
    put("e", "BEFORE", "UPDATE", differs(watched.stream()), note("OLD"), into);
    put("e", "AFTER", "UPDATE", differs(watched.stream()), note("NEW"), into);
    put(
        "e",
        "BEFORE",
        "DELETE",
        "",
        plan().definition().archives() ? archive() : note("OLD"),
        into);
  }

  /** {@code INSERT OR REPLACE} removes what was there without a word. */
  private String replaced() {
    String same =
        plan().source().key().stream()
            .map(key -> "e.%s = NEW.%1$s".formatted(quote(key)))
            .collect(Collectors.joining(" AND "));
    return "SELECT *, %s FROM (%s);".formatted(NOW, sql.cellsOfRows(same));
  }

  private void ofParent(Join join, Map<String, String> into) {
    String alias = join.alias();
    String changed =
        differs(Stream.concat(Stream.of(join.targetKey()), plan().fieldsOf(alias).stream()));
    String old = note(join, "OLD");
    String made = note(join, "NEW");
    put(alias, "BEFORE", "INSERT", isNew(join), made, into);
    put(alias, "AFTER", "INSERT", "", made, into);
    put(alias, "BEFORE", "UPDATE", changed, old + " " + made, into);
    put(alias, "AFTER", "UPDATE", changed, old + " " + made, into);
    put(alias, "BEFORE", "DELETE", "", old, into);
    put(alias, "AFTER", "DELETE", "", old, into);
  }

  /** An upsert fires this, too, also where it changes nothing. */
  private String isNew(Join join) {
    String same =
        Stream.concat(Stream.of(join.targetKey()), plan().fieldsOf(join.alias()).stream())
            .distinct()
            .map(field -> "%s IS NEW.%1$s".formatted(quote(field)))
            .collect(Collectors.joining(" AND "));
    return " WHEN NOT EXISTS (SELECT 1 FROM %s WHERE %s)"
        .formatted(quote(join.target().name()), same);
  }

  private void put(
      String alias,
      String when,
      String what,
      String condition,
      String body,
      Map<String, String> into) {
    String name = "_rollup_%s(%s %s %s)".formatted(plan().name(), alias, when, what);
    String table =
        plan().joins().stream()
            .filter(join -> join.alias().equals(alias))
            .map(join -> quote(join.target().name()))
            .findFirst()
            .orElse(sql.source());
    into.put(
        name,
        "CREATE TRIGGER %s %s %s ON %s%s BEGIN %s END"
            .formatted(quote(name), when, what, table, condition, body));
  }

  private static String differs(Stream<String> fields) {
    return fields
        .distinct()
        .map(field -> "OLD.%s IS NOT NEW.%1$s".formatted(quote(field)))
        .collect(Collectors.joining(" OR ", " WHEN ", ""));
  }

  private String note(String row) {
    return insertNotes() + sql.cellOfRow(row, ", " + NOW) + ";";
  }

  private String note(Join join, String row) {
    return "%sSELECT *, %s FROM (%s);"
        .formatted(insertNotes(), NOW, sql.cellsThrough(join, row + "." + quote(join.targetKey())));
  }

  private String insertNotes() {
    return "INSERT INTO %s (%s, noted_at) ".formatted(sql.notes(), sql.cellList());
  }

  /** What is removed before it was taken in is noted, since it cannot be found any more. */
  private String archive() {
    String keep =
        "INSERT INTO %s (%s) %s ON CONFLICT (%s) DO UPDATE SET %s;"
            .formatted(
                sql.archive(),
                sql.columnList(),
                sql.cellOfRow("OLD", ", " + sql.contribution("OLD")),
                sql.identity(),
                sql.mergeArchived());
    if (!plan().joins().isEmpty()) {
      return keep + " " + note("OLD"); // a cascade may have changed its key just before
    }
    if (!(plan().definition().changes() instanceof Changes.BySequence by)) {
      return keep;
    }
    String unread =
        " AND coalesce(OLD.%s > (SELECT watermark_sequence FROM _rollup WHERE name = %s), 1)"
            .formatted(quote(by.field()), EntityTable.text(plan().name()));
    return "%s %s%s%s;".formatted(keep, insertNotes(), sql.cellOfRow("OLD", ", " + NOW), unread);
  }
}
