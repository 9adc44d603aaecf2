package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.Where.Function;
import dev.tidemark.core.snapshot.Where.Term;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.TableField;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** The terms among the nodes that {@link WhereTree} takes over. */
final class WhereTerms {

  private static final int LONGEST_SHOWN = 100;

  private WhereTerms() {}

  static Term of(Field<?> read) {
    if (read instanceof Param<?> literal && literal.isInline()) {
      return literal(literal.getValue());
    }
    if (read instanceof TableField && read.getQualifiedName().parts().length == 1) {
      return new Term.Column(read.getName());
    }
    if (read instanceof QOM.Lower lower) {
      return call(Function.LOWER, List.of(lower.$string()));
    }
    if (read instanceof QOM.Upper upper) {
      return call(Function.UPPER, List.of(upper.$string()));
    }
    if (read instanceof QOM.CharLength length) {
      return call(Function.LENGTH, List.of(length.$string()));
    }
    if (read instanceof QOM.Coalesce<?> coalesce) {
      return call(Function.COALESCE, coalesce.$arg1());
    }
    throw refused(read);
  }

  private static Term call(Function function, List<? extends Field<?>> arguments) {
    List<Term> terms = new ArrayList<>();
    arguments.forEach(argument -> terms.add(of(argument)));
    return new Term.Call(function, terms);
  }

  private static Term literal(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "found NULL as a value, which equals nothing; ask IS NULL or IS NOT NULL");
    }
    if (value instanceof String || value instanceof Boolean || value instanceof Long) {
      return new Term.Literal(value);
    }
    if (value instanceof BigInteger whole) {
      return whole(whole);
    }
    if (value instanceof Double || value instanceof BigDecimal) {
      return number((Number) value);
    }
    throw new IllegalArgumentException(
        "found a literal of the kind %s; %s"
            .formatted(value.getClass().getSimpleName(), JooqWhereParser.ALLOWED));
  }

  private static Term whole(BigInteger value) {
    if (value.bitLength() >= Long.SIZE) {
      throw new IllegalArgumentException("found %s; whole numbers have 64 bits".formatted(value));
    }
    return new Term.Literal(value.longValue());
  }

  private static Term number(Number value) {
    double real = value.doubleValue();
    if (!Double.isFinite(real)) {
      throw new IllegalArgumentException("found a number that is too large for 64 bits");
    }
    return new Term.Literal(real);
  }

  static IllegalArgumentException refused(QueryPart read) {
    String found = read.toString().replaceAll("\\s+", " ");
    String shown =
        found.length() > LONGEST_SHOWN ? found.substring(0, LONGEST_SHOWN) + "..." : found;
    return new IllegalArgumentException("found %s; %s".formatted(shown, JooqWhereParser.ALLOWED));
  }
}
