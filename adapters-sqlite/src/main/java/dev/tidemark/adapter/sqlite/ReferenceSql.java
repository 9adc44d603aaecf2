package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.keyText;
import static dev.tidemark.adapter.sqlite.EntityTable.list;
import static dev.tidemark.adapter.sqlite.EntityTable.quote;
import static dev.tidemark.adapter.sqlite.EntityTable.text;

import dev.tidemark.core.schema.Condition;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pieces of SQL about what refers to what. */
final class ReferenceSql {

  private ReferenceSql() {}

  /** Whether the row refers to anything at all. */
  static String refers(String alias, Reference reference) {
    return refers(reference, field -> alias + "." + quote(field));
  }

  private static String refers(Reference reference, UnaryOperator<String> read) {
    return reference.fields().stream()
            .map(read)
            .map(field -> field + " IS NOT NULL")
            .collect(Collectors.joining(" AND "))
        + onlyWhile(reference, read);
  }

  /** What a reference with a condition asks beyond its fields. */
  private static String onlyWhile(Reference reference, UnaryOperator<String> read) {
    return reference
        .onlyWhile()
        .map(
            condition -> " AND " + EntityTable.is(read.apply(condition.field()), condition.value()))
        .orElse("");
  }

  /** Every field that says what a row refers to. */
  static List<String> fields(Reference reference) {
    return Stream.concat(
            reference.fields().stream(), reference.onlyWhile().stream().map(Condition::field))
        .distinct()
        .toList();
  }

  /** Whether the row refers to the key in the parameters from the first on. */
  static String refersTo(String alias, Reference reference) {
    return IntStream.range(0, reference.fields().size())
            .mapToObj(i -> alias + "." + quote(reference.fields().get(i)) + " = ?" + (i + 1))
            .collect(Collectors.joining(" AND "))
        + onlyWhile(reference, field -> alias + "." + quote(field));
  }

  /** Whether the row refers to this row of {@code parent}. */
  static String refersTo(
      String alias, Reference reference, String parentAlias, EntityTable parent) {
    return same(parentAlias, parent, alias, reference)
        + onlyWhile(reference, field -> alias + "." + quote(field));
  }

  /** Whether the parent is not in the table of this file. */
  static String absent(String alias, Reference reference, EntityTable parent, String file) {
    return "NOT EXISTS (SELECT 1 FROM %s.%s AS p WHERE %s)"
        .formatted(file, parent.name(), same("p", parent, alias, reference));
  }

  /** {@code org_id -> org 42}. */
  static String told(String alias, Reference reference) {
    return text(String.join(", ", reference.fields()) + " -> " + reference.target() + " ")
        + " || "
        + keyText(alias, reference.fields());
  }

  /**
   * Whether no other stored row refers to this one of {@code parent}, be it stored or parked: one
   * condition for each way in which it could.
   */
  static List<String> unreferenced(Schema schema, EntityTable parent, String alias) {
    List<String> conditions = new ArrayList<>();
    for (EntityType child : schema.types()) {
      for (Reference reference : child.references()) {
        if (reference.target().equals(parent.type().name())) {
          conditions.add(unreferenced(new EntityTable(child), reference, parent, alias));
          conditions.add(unreferencedByParked(child, reference, parent, alias));
        }
      }
    }
    return conditions;
  }

  /** A row that refers to itself is not kept by that. */
  private static String unreferenced(
      EntityTable child, Reference reference, EntityTable parent, String alias) {
    String another = child.equals(parent) ? " AND NOT (" + child.sameKey("c", alias) + ")" : "";
    return "NOT EXISTS (SELECT 1 FROM main.%s AS c WHERE %s%s%s)"
        .formatted(
            child.name(),
            same(alias, parent, "c", reference),
            onlyWhile(reference, field -> "c." + quote(field)),
            another);
  }

  /** Not correlated, so that what is parked is read once and not for each row. */
  private static String unreferencedByParked(
      EntityType child, Reference reference, EntityTable parent, String alias) {
    return "(%s) NOT IN (SELECT %s FROM main._orphan WHERE type = %s AND %s)"
        .formatted(
            parent.keyList(alias),
            list(reference.fields(), StagingSql::parkedValue),
            text(child.name()),
            refers(reference, StagingSql::parkedValue));
  }

  /**
   * A query for the texts of the keys of rows with optional references to nothing, and what these
   * are; its one parameter is how many at most. Empty if the type has no such reference.
   */
  static String dangling(Schema schema, EntityType type) {
    EntityTable table = new EntityTable(type);
    List<String> queries = new ArrayList<>();
    for (Reference reference : type.references()) {
      if (!reference.required()) {
        queries.add(dangling(table, reference, schema.type(reference.target()), queries.size()));
      }
    }
    return queries.isEmpty()
        ? ""
        : "SELECT %s, d._told FROM (%s) AS d ORDER BY %s, d._turn LIMIT ?"
            .formatted(table.keyText("d"), String.join(" UNION ALL ", queries), table.keyList("d"));
  }

  private static String dangling(
      EntityTable table, Reference reference, EntityType parent, int turn) {
    return "SELECT %s, %s AS _told, %s AS _turn FROM main.%s AS t WHERE %s AND %s"
        .formatted(
            table.keyList("t"),
            told("t", reference),
            turn,
            table.name(),
            refers("t", reference),
            absent("t", reference, new EntityTable(parent), "main"));
  }

  private static String same(
      String parentAlias, EntityTable parent, String childAlias, Reference reference) {
    List<String> key = parent.type().key();
    return IntStream.range(0, key.size())
        .mapToObj(
            i ->
                "%s.%s = %s.%s"
                    .formatted(
                        parentAlias,
                        quote(key.get(i)),
                        childAlias,
                        quote(reference.fields().get(i))))
        .collect(Collectors.joining(" AND "));
  }
}
