package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;
import static dev.tidemark.adapter.sqlite.EntityTable.text;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that remove the rows of one entity type that have not been live for too long. The
 * parameters of {@link #appendToFeed} are as in {@link ApplySql}.
 */
final class PurgeSql {

  private final Schema schema;
  private final EntityTable table;
  private final Instant upTo;

  /**
   * @param upTo rows that ceased to be live then or before are removed
   */
  PurgeSql(Schema schema, EntityType type, Instant upTo) {
    this.schema = schema;
    this.table = new EntityTable(type);
    this.upTo = upTo;
  }

  String hasAny() {
    return "SELECT EXISTS (" + removable() + ")";
  }

  /** Fills {@code temp._purged} with the keys to be removed. */
  String find() {
    return "CREATE TEMP TABLE _purged AS " + removable();
  }

  private String removable() {
    List<String> conditions = new ArrayList<>(List.of("1"));
    conditions.addAll(ReferenceSql.unreferenced(schema, table, "t"));
    return "SELECT %s FROM (%s) AS t WHERE %s"
        .formatted(table.keyList("t"), old(), String.join(" AND ", conditions));
  }

  /** Each part is what one index gives in its order, however many live rows there are. */
  private String old() {
    String vanished =
        "SELECT %s FROM main.%s AS v WHERE v.%s <= %s"
            .formatted(
                table.keyList("v"),
                table.name(),
                EntityTable.VANISHED,
                text(Precision.MILLIS.format(upTo)));
    EntityType type = table.type();
    return type.tombstone().isEmpty() || type.version().isEmpty()
        ? vanished
        : vanished + " UNION ALL " + tombstones(type.version().get());
  }

  private String tombstones(String version) {
    return "SELECT %s FROM main.%s AS d WHERE %s AND d.%s IS NULL AND d.%s <= %s"
        .formatted(
            table.keyList("d"),
            table.name(),
            table.isTombstone("d"),
            EntityTable.VANISHED,
            quote(version),
            text(table.versionText(upTo)));
  }

  String appendToFeed() {
    return """
        INSERT INTO main._change (type, key, kind, cycle, at)
        SELECT %s, %s, 'PURGE', ?1, ?2 FROM temp._purged AS p ORDER BY %s"""
        .formatted(text(table.type().name()), table.keyText("p"), table.keyList("p"));
  }

  String remove() {
    return "DELETE FROM main.%s WHERE (%s) IN (SELECT %s FROM temp._purged)"
        .formatted(table.name(), table.keyList(), table.keyList());
  }
}
