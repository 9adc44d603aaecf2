package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A parent that a row requires. */
record Need(EntityType type, RowKey key, String text) {

  static List<Need> of(Schema schema, Row row) {
    List<Need> needs = new ArrayList<>();
    for (Reference reference : row.type().references()) {
      List<Object> values =
          reference.fields().stream().<Object>map(row::value).filter(Objects::nonNull).toList();
      if (reference.required() && values.size() == reference.fields().size()) {
        needs.add(of(schema.type(reference.target()), reference, new RowKey(values)));
      }
    }
    return needs;
  }

  private static Need of(EntityType type, Reference reference, RowKey key) {
    String fields = String.join(", ", reference.fields());
    return new Need(type, key, fields + " -> " + type + " " + key);
  }
}
