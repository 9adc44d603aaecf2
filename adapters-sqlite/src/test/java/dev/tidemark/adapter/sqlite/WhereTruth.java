package dev.tidemark.adapter.sqlite;

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
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says of one row, by the rules of SQL and without a database: true, false, or
 * null.
 *
 * @param row values by column, null where there is none: Long, Double, String or Boolean
 */
record WhereTruth(Map<String, @Nullable Object> row) {

  @Nullable Boolean of(Where where) {
    if (where instanceof And and) {
      return all(and.parts(), false);
    }
    if (where instanceof Or or) {
      return all(or.parts(), true);
    }
    if (where instanceof Not not) {
      return not(of(not.part()));
    }
    if (where instanceof Comparison c) {
      return compared(value(c.left()), c.operator(), value(c.right()));
    }
    if (where instanceof In in) {
      return in(in);
    }
    if (where instanceof Like like) {
      Object text = value(like.term());
      return text == null ? null : like(points((String) text), points(like.pattern()), 0, 0);
    }
    if (where instanceof IsNull is) {
      return value(is.term()) == null;
    }
    return (Boolean) value(((Flag) where).term());
  }

  private static @Nullable Boolean not(@Nullable Boolean truth) {
    return truth == null ? null : !truth;
  }

  /** One part decides if it is the deciding one; else it is not known if one part is not. */
  private @Nullable Boolean all(List<Where> parts, boolean deciding) {
    List<@Nullable Boolean> truths = parts.stream().map(this::of).toList();
    if (truths.contains(deciding)) {
      return deciding;
    }
    return truths.stream().anyMatch(Objects::isNull) ? null : Boolean.valueOf(!deciding);
  }

  private @Nullable Boolean in(In in) {
    Object value = value(in.term());
    List<@Nullable Boolean> found =
        in.values().stream().map(each -> compared(value, Operator.EQUAL, value(each))).toList();
    if (found.contains(true)) {
      return true;
    }
    return found.stream().anyMatch(Objects::isNull) ? null : Boolean.FALSE;
  }

  private static @Nullable Boolean compared(
      @Nullable Object left, Operator operator, @Nullable Object right) {
    if (left == null || right == null) {
      return null;
    }
    int order = order(left, right);
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static int order(Object left, Object right) {
    if (left instanceof Boolean one) {
      return one.compareTo((Boolean) right);
    }
    return left instanceof String text
        ? Arrays.compare(points(text), points((String) right))
        : exact((Number) left).compareTo(exact((Number) right));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  private @Nullable Object value(Term term) {
    if (term instanceof Column column) {
      return row.get(column.name());
    }
    return term instanceof Call call ? result(call) : ((Literal) term).value();
  }

  private @Nullable Object result(Call call) {
    List<@Nullable Object> values = call.arguments().stream().map(this::value).toList();
    Object first = values.get(0);
    return switch (call.function()) {
      case COALESCE -> values.stream().filter(Objects::nonNull).findFirst().orElse(null);
      case LENGTH -> first == null ? null : (Object) (long) points((String) first).length;
      case LOWER -> first == null ? null : mapped((String) first, 'A', 'Z', 'a' - 'A');
      case UPPER -> first == null ? null : mapped((String) first, 'a', 'z', 'A' - 'a');
    };
  }

  private static String mapped(String text, int from, int to, int by) {
    int[] mapped = text.codePoints().map(p -> p >= from && p <= to ? p + by : p).toArray();
    return new String(mapped, 0, mapped.length);
  }

  private static boolean like(int[] text, int[] pattern, int at, int in) {
    if (in == pattern.length) {
      return at == text.length;
    }
    if (pattern[in] == '%') {
      return like(text, pattern, at, in + 1) || at < text.length && like(text, pattern, at + 1, in);
    }
    return at < text.length
        && (pattern[in] == '_' || lower(pattern[in]) == lower(text[at]))
        && like(text, pattern, at + 1, in + 1);
  }

  private static int lower(int point) {
    return point >= 'A' && point <= 'Z' ? point + 'a' - 'A' : point;
  }

  private static int[] points(String text) {
    return text.codePoints().toArray();
  }
}
