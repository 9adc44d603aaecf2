package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;
import static dev.tidemark.adapter.sqlite.EntityTable.text;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that apply the staged rows of one entity type, set by set. In all of them {@code
 * main} is the replica, {@code staging} the staging file, {@code s} a staged row and {@code t} the
 * stored one; {@code temp._parked} holds the keys that wait for a parent, {@code temp._changed}
 * those that go in.
 *
 * <p>Parameters: {@code ?1} is the number of the cycle, {@code ?2} its time, {@code ?3} the
 * horizon.
 */
final class ApplySql {

  private final Schema schema;
  private final EntityTable table;
  private final String type;

  ApplySql(Schema schema, EntityType type) {
    this.schema = schema;
    this.table = new EntityTable(type);
    this.type = text(type.name());
  }

  String countStaged() {
    return "SELECT count(*) FROM staging." + table.name();
  }

  String hasOrphans() {
    return "SELECT EXISTS (SELECT 1 FROM main._orphan WHERE type = " + type + ")";
  }

  String unpark() {
    return StagingSql.unpark(table);
  }

  /** Fills {@code temp._parked}. */
  String findOrphans() {
    String missing = required().stream().map(this::isMissing).collect(Collectors.joining(" OR "));
    return "CREATE TEMP TABLE _parked AS SELECT %s, s._source FROM staging.%s AS s WHERE %s"
        .formatted(table.keyList("s"), table.name(), missing.isEmpty() ? "0" : missing);
  }

  /** Staged rows that are parked; rows that were parked before and still are do not count. */
  String countOrphans() {
    return "SELECT count(*) FROM temp._parked WHERE _source <> " + StagedFrom.PARKED.ordinal();
  }

  /** Parks, or parks anew with the latest content; what was parked before keeps its time. */
  String park() {
    return """
        INSERT INTO main._orphan (type, key, missing, row, cycle, since)
        SELECT %s, %s,
          (SELECT json_group_array(value) FROM json_each(json_array(%s)) WHERE value IS NOT NULL),
          %s, ?1, ?2
        FROM temp._parked AS o JOIN staging.%s AS s ON %s
        ON CONFLICT (type, key) DO UPDATE
          SET missing = excluded.missing, row = excluded.row, cycle = excluded.cycle
          WHERE (missing, row) IS NOT (excluded.missing, excluded.row)"""
        .formatted(
            type,
            table.keyText("s"),
            required().stream().map(this::missing).collect(Collectors.joining(", ")),
            StagingSql.parked(table, "s"),
            table.name(),
            table.sameKey("o", "s"));
  }

  /** From here on, what is staged goes in. */
  String takeParkedOut() {
    return "DELETE FROM staging.%s WHERE (%s) IN (SELECT %s FROM temp._parked)"
        .formatted(table.name(), table.keyList(), table.keyList());
  }

  String countReleased() {
    return "SELECT count(*) FROM staging.%s WHERE _source = %s"
        .formatted(table.name(), StagedFrom.PARKED.ordinal());
  }

  /** Lets go of parked rows that go in now, or give way to later ones. */
  String forgetReleased() {
    return "DELETE FROM main._orphan AS o WHERE type = %s AND EXISTS (SELECT 1 FROM staging.%s AS s WHERE %s)"
        .formatted(type, table.name(), table.hasKey("s", "o.key"));
  }

  List<String> dropIndexes() {
    return table.indexNames().stream().map(index -> "DROP INDEX main." + quote(index)).toList();
  }

  List<String> createIndexes() {
    return table.createIndexes();
  }

  String isEmpty() {
    return "SELECT NOT EXISTS (SELECT 1 FROM main." + table.name() + ")";
  }

  /** In the order of the key, so that nothing that follows has to sort whole rows in memory. */
  String createChanges() {
    return table.createKeys("temp._changed", "_kind TEXT NOT NULL");
  }

  /**
   * Fills {@code temp._changed} with the keys whose content is not stored yet, or whose row had
   * vanished, and the kind.
   */
  String findChanges() {
    return """
        INSERT INTO temp._changed
        SELECT %s, CASE
            WHEN t.%s IS NULL THEN 'INSERT'
            WHEN %s AND %s THEN 'DELETE'
            ELSE 'UPDATE' END AS _kind
        FROM staging.%s AS s LEFT JOIN main.%s AS t ON %s
        WHERE t.%s IS NULL OR ((%s OR t.%s IS NOT NULL)%s) ORDER BY %s"""
        .formatted(
            table.keyList("s"),
            firstKey(),
            table.isTombstone("s"),
            table.isLive("t"),
            table.name(),
            table.name(),
            table.sameKey("s", "t"),
            firstKey(),
            table.differs("s", "t"),
            EntityTable.VANISHED,
            isAllowed(),
            table.keyList("s"));
  }

  String countChanges() {
    return "SELECT _kind, count(*) FROM temp._changed GROUP BY _kind";
  }

  String appendToFeed() {
    return """
        INSERT INTO main._change (type, key, kind, cycle, at)
        SELECT %s, %s, c._kind, ?1, ?2 FROM temp._changed AS c ORDER BY %s"""
        .formatted(type, table.keyText("c"), table.keyList("c"));
  }

  String upsert() {
    return """
        INSERT INTO main.%s (%s)
        SELECT %s FROM temp._changed AS c CROSS JOIN staging.%s AS s ON %s WHERE 1 ORDER BY %s
        ON CONFLICT (%s) DO UPDATE SET %s, %s = NULL"""
        .formatted(
            table.name(),
            table.columnList(),
            table.columnList("s"),
            table.name(),
            table.sameKey("c", "s"),
            table.keyList("c"),
            table.keyList(),
            table.setContents(),
            EntityTable.VANISHED);
  }

  /** An undecodable row counts for nothing beside a decodable one from as good a source. */
  String dropDecoded() {
    return "DELETE FROM staging._quarantine AS q WHERE type = %s AND EXISTS (SELECT 1 FROM staging.%s AS s WHERE %s AND s._source >= q._source)"
        .formatted(type, table.name(), table.hasKey("s", "q.key"));
  }

  /** Lets go of rows kept by earlier cycles whose key was decoded this time. */
  String forgetDecoded() {
    return """
        DELETE FROM main._quarantine AS q WHERE type = %s
          AND EXISTS (SELECT 1 FROM staging.%s AS s WHERE %s AND s._source <> %s)
          AND NOT EXISTS (SELECT 1 FROM staging._quarantine AS n
            WHERE n.type = q.type AND n.identity = q.identity)"""
        .formatted(type, table.name(), table.hasKey("s", "q.key"), StagedFrom.PARKED.ordinal());
  }

  String countQuarantined() {
    return "SELECT count(*) FROM staging._quarantine WHERE type = " + type;
  }

  String quarantine() {
    return """
        INSERT INTO main._quarantine (type, identity, key, reason, json, cycle, since)
        SELECT type, identity, key, reason, json, ?1, ?2 FROM staging._quarantine
        WHERE type = %s ORDER BY identity
        ON CONFLICT (type, identity) DO UPDATE
          SET reason = excluded.reason, json = excluded.json, cycle = excluded.cycle
          WHERE (reason, json) IS NOT (excluded.reason, excluded.json)"""
        .formatted(type);
  }

  String hasQuarantined() {
    return "SELECT EXISTS (SELECT 1 FROM main._quarantine WHERE type = " + type + ")";
  }

  String rememberUnanswered() {
    return """
        INSERT INTO main._unanswered (type, key, cycle)
        SELECT type, key, ?1 FROM staging._unanswered WHERE type = %s
        ON CONFLICT (type, key) DO UPDATE SET cycle = excluded.cycle"""
        .formatted(type);
  }

  String hasUnanswered() {
    return "SELECT EXISTS (SELECT 1 FROM main._unanswered WHERE type = " + type + ")";
  }

  /** What is stored now need not be asked for again. */
  String forgetAnswered() {
    return "DELETE FROM main._unanswered AS u WHERE type = %s AND EXISTS (SELECT 1 FROM main.%s AS t WHERE %s)"
        .formatted(type, table.name(), table.hasKey("t", "u.key"));
  }

  /**
   * A list may be stale, and so may what was parked: neither replaces a newer version, unless that
   * one cannot be true.
   */
  private String isAllowed() {
    return table
        .type()
        .version()
        .map(EntityTable::quote)
        .map(
            version ->
                " AND (s._source <> %s AND t.%s > s.%s AND t.%s <= ?3) IS NOT TRUE"
                    .formatted(StagedFrom.LIVE.ordinal(), version, version, version))
        .orElse("");
  }

  private List<Reference> required() {
    return table.type().references().stream().filter(Reference::required).toList();
  }

  private String isMissing(Reference reference) {
    EntityTable parent = new EntityTable(schema.type(reference.target()));
    return "("
        + ReferenceSql.refers("s", reference)
        + " AND "
        + ReferenceSql.absent("s", reference, parent, "main")
        + ")";
  }

  /** {@code 'org_id -> org 42'} where the parent is missing, null where it is not. */
  private String missing(Reference reference) {
    return "CASE WHEN %s THEN %s END"
        .formatted(isMissing(reference), ReferenceSql.told("s", reference));
  }

  private String firstKey() {
    return quote(table.type().key().get(0));
  }
}
