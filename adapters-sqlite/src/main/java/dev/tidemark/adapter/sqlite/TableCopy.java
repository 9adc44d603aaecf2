package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.snapshot.SnapshotPlan;
import java.util.stream.Collectors;

/**
 * How rows of one table come from the attached source into the file. Values beyond the schema are
 * never copied, and of what upstream did not send only fields that are.
 *
 * @param pseudo whether the source has the columns of a replica beside the fields
 */
record TableCopy(SnapshotPlan.Table plan, boolean pseudo) {

  EntityTable kept() {
    return new EntityTable(plan.kept());
  }

  /** Copies all rows that are allowed, in the order of the key. */
  String all() {
    return insert(condition(), "") + " ORDER BY " + kept().keyList();
  }

  /** Copies those of them that have a key in a table of keys. */
  String those(String keys) {
    return insert(
        condition(), " AND (%s) IN (SELECT %s FROM %s)".formatted(keyList(), keyList(), keys));
  }

  private String keyList() {
    return kept().keyList();
  }

  private String insert(String where, String more) {
    return "INSERT INTO main.%s (%s) SELECT %s FROM source.%s WHERE %s%s"
        .formatted(
            kept().name(),
            kept().storedColumnList(),
            values(),
            new EntityTable(plan.source()).name(),
            where,
            more);
  }

  private String condition() {
    return plan.where().map(WhereSql::render).orElse("1");
  }

  private String values() {
    String fields =
        EntityTable.list(plan.kept().fields(), field -> EntityTable.quote(field.name()));
    return pseudo
        ? fields + ", NULL, " + missing() + ", " + EntityTable.VANISHED
        : fields + ", NULL, NULL, NULL";
  }

  private String missing() {
    EntityType kept = plan.kept();
    if (kept.fields().size() == plan.source().fields().size()) {
      return EntityTable.MISSING;
    }
    String names =
        kept.fields().stream()
            .map(Field::name)
            .map(EntityTable::text)
            .collect(Collectors.joining(", "));
    return "CASE WHEN %1$s IS NOT NULL THEN nullif((SELECT json_group_array(value) FROM json_each(%1$s) WHERE value IN (%2$s)), '[]') END"
        .formatted(EntityTable.MISSING, names);
  }
}
