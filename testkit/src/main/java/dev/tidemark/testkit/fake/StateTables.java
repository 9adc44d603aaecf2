package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.KeyOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All rows of one tier, by key. Once others see them, they are copied before they are changed. */
final class StateTables<R> {

  private final Schema schema;
  private final Map<EntityType, TreeMap<RowKey, R>> rows = new HashMap<>();

  StateTables(Schema schema) {
    this.schema = schema;
    schema.types().forEach(type -> rows.put(type, new TreeMap<>(KeyOrder::compare)));
  }

  TreeMap<RowKey, R> rows(EntityType type) {
    TreeMap<RowKey, R> found = rows.get(type);
    if (found == null) {
      throw new IllegalArgumentException(schema.name() + " has no type " + type);
    }
    return found;
  }

  StateTables<R> copy() {
    StateTables<R> copy = new StateTables<>(schema);
    rows.forEach((type, table) -> copy.rows(type).putAll(table));
    return copy;
  }

  /** A field that is null where none may be, or not there at all. */
  static Optional<String> unfit(Row row) {
    if (!row.missing().isEmpty()) {
      return Optional.of(row.missing().get(0));
    }
    return row.type().fields().stream()
        .filter(field -> !field.nullable())
        .map(Field::name)
        .filter(name -> row.value(name) == null)
        .findFirst();
  }
}
