package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.list;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;
import static dev.tidemark.adapter.sqlite.EntityTable.text;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Tombstone;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statements of the sweep of one entity type: which rows did not come, and what becomes of
 * those that the upstream does not know any more.
 *
 * <p>The parameters of those that apply are as in {@link ApplySql}.
 */
final class SweepSql {

  private final EntityTable table;
  private final String type;

  SweepSql(EntityType type) {
    this.table = new EntityTable(type);
    this.type = text(type.name());
  }

  /**
   * How many live rows did not come; asked in the staging file, with the replica attached.
   *
   * @param upTo rows of a later version are left out
   */
  String countMissed(Optional<Instant> upTo) {
    return "SELECT count(*) FROM (" + missed(upTo) + ")";
  }

  /** The texts of their first keys; the one parameter is how many at most. */
  String firstMissed(Optional<Instant> upTo) {
    return "SELECT %s FROM (%s) AS m ORDER BY %s LIMIT ?"
        .formatted(table.keyText("m"), missed(upTo), table.keyList("m"));
  }

  private String missed(Optional<Instant> upTo) {
    return missed("replica." + table.name(), upTo) + " UNION " + missed(parked(), upTo);
  }

  /** What came but could not be decoded did come. */
  private String missed(String rows, Optional<Instant> upTo) {
    return """
        SELECT %s FROM %s AS t WHERE %s%s
          AND NOT EXISTS (SELECT 1 FROM main.%s AS s WHERE %s)
          AND NOT EXISTS (SELECT 1 FROM main._quarantine AS q WHERE q.type = %s AND q.identity = %s)"""
        .formatted(
            table.keyList("t"),
            rows,
            table.isLive("t"),
            upTo.map(this::isNotLater).orElse(""),
            table.name(),
            table.sameKey("s", "t"),
            type,
            table.keyText("t"));
  }

  private String isNotLater(Instant upTo) {
    return table
        .type()
        .version()
        .map(
            version ->
                " AND (t.%s > %s) IS NOT TRUE"
                    .formatted(quote(version), text(table.versionText(upTo))))
        .orElse("");
  }

  private String parked() {
    List<String> columns =
        Stream.of(
                table.type().key().stream(),
                table.type().version().stream(),
                table.type().tombstone().map(Tombstone::field).stream())
            .flatMap(each -> each)
            .distinct()
            .toList();
    return "(SELECT %s, NULL AS %s FROM replica._orphan WHERE type = %s)"
        .formatted(
            list(columns, column -> StagingSql.parkedValue(column) + " AS " + quote(column)),
            EntityTable.VANISHED,
            type);
  }

  String hasNoted() {
    return "SELECT EXISTS (SELECT 1 FROM staging._vanished WHERE type = " + type + ")";
  }

  /** Fills {@code temp._gone} with the keys that are noted and did not come after all. */
  String findGone() {
    return """
        CREATE TEMP TABLE _gone AS SELECT v.key FROM staging._vanished AS v
        WHERE v.type = %s
          AND NOT EXISTS (SELECT 1 FROM staging.%s AS s WHERE %s)
          AND NOT EXISTS (SELECT 1 FROM staging._quarantine AS q WHERE q.type = v.type AND q.identity = v.key)"""
        .formatted(type, table.name(), table.hasKey("s", "v.key"));
  }

  /** Nobody needs to wait any more for the parents of what is gone. */
  String forgetParked() {
    return "DELETE FROM main._orphan WHERE type = %s AND key IN (SELECT key FROM temp._gone)"
        .formatted(type);
  }

  String appendToFeed() {
    return """
        INSERT INTO main._change (type, key, kind, cycle, at)
        SELECT %s, %s, 'DELETE', ?1, ?2 FROM temp._gone AS g CROSS JOIN main.%s AS t ON %s
        WHERE %s ORDER BY %s"""
        .formatted(
            type,
            table.keyText("t"),
            table.name(),
            table.hasKey("t", "g.key"),
            table.isLive("t"),
            table.keyList("t"));
  }

  String mark() {
    return "UPDATE main.%s AS t SET %s = ?2 FROM temp._gone AS g WHERE %s AND %s"
        .formatted(
            table.name(), EntityTable.VANISHED, table.hasKey("t", "g.key"), table.isLive("t"));
  }
}
