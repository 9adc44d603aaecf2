package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Field;
import dev.tidemark.core.snapshot.SnapshotPlan;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How rows of one table come from the attached source into the file. Values beyond the schema are
 * never copied, and of what upstream did not send only fields that are.
 *
 * @param pseudo whether the source has the columns of a replica beside the fields
 */
record TableCopy(SnapshotPlan.Table plan, boolean pseudo) {

  /** A table of changed keys of one type. */
  static final String KEYS = "temp._key";

  EntityTable kept() {
    return new EntityTable(plan.kept());
  }

  /** Whether all fields of all rows are allowed. */
  boolean isWhole() {
    return plan.where().isEmpty() && plan.kept().fields().equals(plan.source().fields());
  }

  /** Copies a {@linkplain #isWhole whole} table into one of the same shape. */
  String asItIs() {
    return "INSERT INTO main.%1$s SELECT * FROM source.%1$s".formatted(kept().name());
  }

  /** Whether there is anything in the source beyond the schema, be it the name of a field. */
  String hasMore() {
    return "SELECT EXISTS (SELECT 1 FROM source.%1$s WHERE %2$s IS NOT NULL OR %3$s IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(%3$s) WHERE value NOT IN (%4$s)))"
        .formatted(kept().name(), EntityTable.EXTRA, EntityTable.MISSING, names());
  }

  /** Copies all rows that are allowed, in the order of the key. */
  String all() {
    return insert(condition(), "") + " ORDER BY " + keyList();
  }

  /** Copies those of them that have a key in {@link #KEYS}. */
  String changed() {
    return insert(condition(), " AND " + isChanged()) + " ORDER BY " + keyList();
  }

  /** Removes all rows that have a key in {@link #KEYS}. */
  String removeChanged() {
    return "DELETE FROM main.%s WHERE %s".formatted(kept().name(), isChanged());
  }

  private String isChanged() {
    return "(%s) IN (SELECT %s FROM %s)".formatted(keyList(), keyList(), KEYS);
  }

  String createKeys() {
    return kept().createKeys(KEYS);
  }

  /** The keys that the feed names behind the position that is the parameter. */
  String fillKeys() {
    return "INSERT INTO %s SELECT DISTINCT %s FROM source._change WHERE position > ? AND type = %s"
        .formatted(KEYS, keyParts(), EntityTable.text(plan.source().name()));
  }

  private String keyParts() {
    int parts = plan.kept().key().size();
    return parts == 1
        ? "key"
        : IntStream.range(0, parts).mapToObj(i -> "key ->> " + i).collect(Collectors.joining(", "));
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
    return "CASE WHEN %1$s IS NOT NULL THEN nullif((SELECT json_group_array(value) FROM json_each(%1$s) WHERE value IN (%2$s)), '[]') END"
        .formatted(EntityTable.MISSING, names());
  }

  private String names() {
    return plan.kept().fields().stream()
        .map(Field::name)
        .map(EntityTable::text)
        .collect(Collectors.joining(", "));
  }
}
