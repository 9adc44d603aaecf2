package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.VANISHED;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;
import static dev.tidemark.adapter.sqlite.EntityTable.text;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.schema.Tombstone;
import dev.tidemark.core.sync.spi.Counts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts all that a replica holds, in one statement that reads no stored row, only indexes. */
final class RowCounts {

  private static final String ORPHANS = "_orphan";
  private static final String QUARANTINED = "_quarantine";

  private RowCounts() {}

  static Map<EntityType, Counts> of(Schema schema, Connection connection) throws SQLException {
    Map<String, Map<String, Long>> found = new HashMap<>();
    Map<String, Map<String, Long>> byStatus = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query(schema))) {
      while (row.next()) {
        String type = row.getString(1);
        add(found, type, row.getString(2), row.getLong(4));
        add(found, type, VANISHED, row.getLong(5));
        if (row.getString(3) != null) {
          add(byStatus, type, row.getString(3), row.getLong(4));
        }
      }
    }
    Map<EntityType, Counts> counts = new LinkedHashMap<>();
    for (EntityType type : schema.types()) {
      counts.put(
          type,
          counts(
              byStatus.getOrDefault(type.name(), Map.of()),
              found.getOrDefault(type.name(), Map.of())));
    }
    return counts;
  }

  private static void add(
      Map<String, Map<String, Long>> into, String type, String what, long rows) {
    if (rows > 0) {
      into.computeIfAbsent(type, name -> new HashMap<>()).merge(what, rows, Long::sum);
    }
  }

  private static Counts counts(Map<String, Long> byStatus, Map<String, Long> found) {
    return new Counts(
        byStatus,
        found.getOrDefault("live", 0L),
        found.getOrDefault(VANISHED, 0L),
        found.getOrDefault(ORPHANS, 0L),
        found.getOrDefault(QUARANTINED, 0L));
  }

  /**
   * Gives the type, what is counted, for stored rows their status, how many there are, and how many
   * vanished ones beside them.
   */
  static String query(Schema schema) {
    List<String> parts = new ArrayList<>();
    for (EntityType type : schema.types()) {
      parts.add(stored(type));
    }
    for (String held : List.of(ORPHANS, QUARANTINED)) {
      parts.add("SELECT type, '%s', NULL, count(*), 0 FROM %s GROUP BY type".formatted(held, held));
    }
    return String.join("\nUNION ALL ", parts);
  }

  private static String stored(EntityType type) {
    EntityTable table = new EntityTable(type);
    Optional<Tombstone> rule = type.tombstone();
    return "SELECT %s, CASE WHEN %s THEN 'dead' ELSE 'live' END, %s, count(*) - count(%s), count(%s) FROM %s AS t%s"
        .formatted(
            text(type.name()),
            table.isTombstone("t"),
            rule.map(given -> "coalesce(" + status(type, given) + ", '')").orElse("''"),
            VANISHED,
            VANISHED,
            table.name(),
            rule.map(given -> " GROUP BY " + quote(given.field())).orElse(""));
  }

  private static String status(EntityType type, Tombstone rule) {
    String column = quote(rule.field());
    return type.field(rule.field()).orElseThrow().type() == FieldType.BOOLEAN
        ? "CASE " + column + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
        : column;
  }
}
