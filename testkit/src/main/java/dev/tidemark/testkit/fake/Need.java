package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A parent that a row refers to. */
record Need(EntityType type, RowKey key, String text) {

  /** What the row requires. */
  static List<Need> of(Schema schema, Row row) {
    return where(schema, row, Reference::required);
  }

  /** What the row may do without. */
  static List<Need> optional(Schema schema, Row row) {
    return where(schema, row, reference -> !reference.required());
  }

  /** All that the row refers to. */
  static List<Need> all(Schema schema, Row row) {
    return where(schema, row, reference -> true);
  }

  private static List<Need> where(Schema schema, Row row, Predicate<Reference> which) {
    List<Need> needs = new ArrayList<>();
    row.type().references().stream()
        .filter(which)
        .forEach(
            reference ->
                reference
                    .of(row)
                    .ifPresent(
                        key -> needs.add(of(schema.type(reference.target()), reference, key))));
    return needs;
  }

  private static Need of(EntityType type, Reference reference, RowKey key) {
    String fields = String.join(", ", reference.fields());
    return new Need(type, key, fields + " -> " + type + " " + key);
  }
}
