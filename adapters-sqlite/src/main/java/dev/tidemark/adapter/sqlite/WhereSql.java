package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Where;
import dev.tidemark.core.snapshot.Where.And;
import dev.tidemark.core.snapshot.Where.Comparison;
import dev.tidemark.core.snapshot.Where.Flag;
import dev.tidemark.core.snapshot.Where.In;
import dev.tidemark.core.snapshot.Where.IsNull;
import dev.tidemark.core.snapshot.Where.Like;
import dev.tidemark.core.snapshot.Where.Not;
import dev.tidemark.core.snapshot.Where.Operator;
import dev.tidemark.core.snapshot.Where.Or;
import dev.tidemark.core.snapshot.Where.Term;
import dev.tidemark.core.snapshot.Where.Term.Call;
import dev.tidemark.core.snapshot.Where.Term.Column;
import dev.tidemark.core.snapshot.Where.Term.Literal;
import java.util.List;
import java.util.Locale;

/**
 * Writes the condition of a {@link SnapshotPlan}, and no other, as SQL: its columns are names of a
 * checked schema, and its literals fit them. What comes is one expression in parentheses that is
 * true, false or null; it names columns without a table.
 */
final class WhereSql {

  private WhereSql() {}

  static String render(Where where) {
    if (where instanceof And and) {
      return all(and.parts(), " AND ");
    }
    if (where instanceof Or or) {
      return all(or.parts(), " OR ");
    }
    if (where instanceof Not not) {
      return "(NOT " + render(not.part()) + ")";
    }
    return "(" + test(where) + ")";
  }

  private static String all(List<Where> parts, String operator) {
    return EntityTable.balanced(parts.stream().map(WhereSql::render).toList(), operator);
  }

  private static String test(Where where) {
    if (where instanceof Comparison of) {
      return term(of.left()) + sign(of.operator()) + term(of.right());
    }
    if (where instanceof In in) {
      return term(in.term()) + " IN (" + EntityTable.list(in.values(), WhereSql::term) + ")";
    }
    if (where instanceof Like like) {
      return term(like.term()) + " LIKE " + EntityTable.text(like.pattern());
    }
    if (where instanceof IsNull is) {
      return term(is.term()) + " IS NULL";
    }
    return term(((Flag) where).term());
  }

  private static String sign(Operator operator) {
    return switch (operator) {
      case EQUAL -> " = ";
      case NOT_EQUAL -> " <> ";
      case LESS -> " < ";
      case LESS_OR_EQUAL -> " <= ";
      case GREATER -> " > ";
      case GREATER_OR_EQUAL -> " >= ";
    };
  }

  private static String term(Term term) {
    if (term instanceof Column column) {
      return EntityTable.quote(column.name());
    }
    if (term instanceof Call call) {
      String name = call.function().name().toLowerCase(Locale.ROOT);
      return name + "(" + EntityTable.list(call.arguments(), WhereSql::term) + ")";
    }
    return literal(((Literal) term).value());
  }

  private static String literal(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    return value instanceof String text ? EntityTable.text(text) : value.toString();
  }
}
