package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.Where.And;
import dev.tidemark.core.snapshot.Where.Comparison;
import dev.tidemark.core.snapshot.Where.Flag;
import dev.tidemark.core.snapshot.Where.In;
import dev.tidemark.core.snapshot.Where.IsNull;
import dev.tidemark.core.snapshot.Where.Like;
import dev.tidemark.core.snapshot.Where.Not;
import dev.tidemark.core.snapshot.Where.Or;
import dev.tidemark.core.snapshot.Where.Term;
import dev.tidemark.core.snapshot.Where.Term.Call;
import dev.tidemark.core.snapshot.Where.Term.Column;
import dev.tidemark.core.snapshot.Where.Term.Literal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Text that is equal for what means the same however it was written, and different for everything
 * else; what hashes of plans and schemas are made of. It is never read again.
 */
final class CanonicalText {

  private CanonicalText() {}

  /** All that is in a table and how its rows are told apart; by the names of the types. */
  static String ofTables(Schema schema) {
    return schema.types().stream()
        .sorted(Comparator.comparing(EntityType::name))
        .map(CanonicalText::ofTable)
        .collect(Collectors.joining());
  }

  private static String ofTable(EntityType type) {
    StringBuilder text = new StringBuilder("table ").append(type.name()).append('\n');
    for (Field field : type.fields()) {
      text.append("field " + field.name() + " " + field.signature() + "\n");
    }
    text.append("key ").append(names(type.key())).append('\n');
    type.version().ifPresent(version -> text.append("version ").append(version).append('\n'));
    type.tombstone()
        .ifPresent(
            rule ->
                text.append("tombstone ")
                    .append(rule.field())
                    .append(' ')
                    .append(of(new Literal(rule.value())))
                    .append('\n'));
    return text.toString();
  }

  /** What a plan does with a table: all of the file's shape, and which rows are in it. */
  static String of(SnapshotPlan.Table table) {
    StringBuilder text = new StringBuilder(ofTable(table.kept()));
    for (Reference reference : table.kept().references()) {
      text.append("reference ").append(names(reference.fields()));
      text.append(' ').append(reference.target()).append('\n');
    }
    table.kept().indexes().forEach(index -> text.append("index " + names(index) + "\n"));
    table.where().ifPresent(where -> text.append("where ").append(of(where)).append('\n'));
    return text.toString();
  }

  private static String names(List<String> names) {
    return String.join(",", names);
  }

  static String of(Where where) {
    if (where instanceof And and) {
      return all(and.parts(), " AND ");
    }
    if (where instanceof Or or) {
      return all(or.parts(), " OR ");
    }
    return where instanceof Not not ? "(NOT " + of(not.part()) + ")" : "(" + test(where) + ")";
  }

  private static String all(List<Where> parts, String operator) {
    return parts.stream().map(CanonicalText::of).collect(Collectors.joining(operator, "(", ")"));
  }

  private static String test(Where where) {
    if (where instanceof Comparison comparison) {
      return "%s %s %s"
          .formatted(of(comparison.left()), comparison.operator(), of(comparison.right()));
    }
    if (where instanceof In in) {
      return of(in.term()) + " IN " + of(in.values());
    }
    if (where instanceof Like like) {
      return of(like.term()) + " LIKE " + of(new Literal(like.pattern()));
    }
    return where instanceof IsNull is ? of(is.term()) + " IS NULL" : of(((Flag) where).term());
  }

  private static String of(List<Term> terms) {
    return terms.stream().map(CanonicalText::of).collect(Collectors.joining(", ", "(", ")"));
  }

  static String of(Term term) {
    if (term instanceof Column column) {
      return column.name();
    }
    if (term instanceof Call call) {
      return call.function() + of(call.arguments());
    }
    Object value = ((Literal) term).value();
    return value instanceof String text ? quoted(text) : String.valueOf(value);
  }

  /** A line break within would make two lines of one. */
  private static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("'", "''")
        + "'";
  }
}
