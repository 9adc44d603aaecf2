package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.keyText;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;
import static dev.tidemark.adapter.sqlite.EntityTable.text;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks the staging file, with the replica attached, which parents nobody has. */
final class MissingParentsSql {

  private MissingParentsSql() {}

  /**
   * A query for the texts of keys of {@code parent}, whose one parameter is how many at most; empty
   * if no type needs a parent of this type. Keys that were asked for in vain come last, the longest
   * ago first.
   */
  static String of(Schema schema, EntityType parent, boolean again) {
    EntityTable table = new EntityTable(parent);
    List<String> wanted = wanted(schema, table);
    if (wanted.isEmpty()) {
      return "";
    }
    String key = keyText("w", parent.key());
    return """
        SELECT %s FROM (%s) AS w
        LEFT JOIN replica._unanswered AS u ON u.type = %s AND u.key = %s
        WHERE NOT EXISTS (SELECT 1 FROM main._unanswered AS n WHERE n.type = %s AND n.key = %s)
        %s
        ORDER BY u.cycle NULLS FIRST, %s LIMIT ?"""
        .formatted(
            key,
            String.join(" UNION ", wanted),
            text(parent.name()),
            key,
            text(parent.name()),
            key,
            again ? "" : "AND u.key IS NULL",
            table.keyList("w"));
  }

  private static List<String> wanted(Schema schema, EntityTable parent) {
    List<String> queries = new ArrayList<>();
    for (EntityType child : schema.types()) {
      for (Reference reference : child.references()) {
        if (reference.required() && reference.target().equals(parent.type().name())) {
          queries.add(wanted("main." + new EntityTable(child).name(), reference, parent));
          queries.add(wanted(parked(child, reference), reference, parent));
        }
      }
    }
    return queries;
  }

  /** What parked rows of this type have in the fields that the reference looks at. */
  private static String parked(EntityType child, Reference reference) {
    return "(SELECT %s FROM replica._orphan WHERE type = %s)"
        .formatted(
            EntityTable.list(
                ReferenceSql.fields(reference),
                field -> StagingSql.parkedValue(field) + " AS " + quote(field)),
            text(child.name()));
  }

  private static String wanted(String children, Reference reference, EntityTable parent) {
    List<String> key = parent.type().key();
    String values =
        IntStream.range(0, key.size())
            .mapToObj(i -> "c." + quote(reference.fields().get(i)) + " AS " + quote(key.get(i)))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM %s AS c WHERE %s AND %s AND %s"
        .formatted(
            values,
            children,
            ReferenceSql.refers("c", reference),
            ReferenceSql.absent("c", reference, parent, "main"),
            ReferenceSql.absent("c", reference, parent, "replica"));
  }
}
