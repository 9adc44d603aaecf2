package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.Where;
import dev.tidemark.core.snapshot.Where.And;
import dev.tidemark.core.snapshot.Where.Comparison;
import dev.tidemark.core.snapshot.Where.Flag;
import dev.tidemark.core.snapshot.Where.Function;
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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any condition over a table with columns of each type that fits it. */
final class Wheres {

  static final List<Object> NUMBERS =
      List.of(
          0L,
          1L,
          -1L,
          3L,
          7L,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          9_007_199_254_740_993L,
          0.0,
          -0.0,
          0.1,
          1.5,
          -1.0,
          3.0,
          9_007_199_254_740_992.0,
          1e300,
          Double.MIN_VALUE,
          9.223372036854775807e18);
  static final List<Object> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "ok",
          "OK",
          "it's",
          "50%",
          "a_b",
          "a\\b",
          "é",
          "É",
          "𝄞",
          "\uFFFD",
          "a\"b",
          "2026-04-16T08:30:00Z",
          "NULL",
          "1",
          "-- x",
          "two\nlines");
  private static final List<String> PATTERNS =
      List.of("", "%", "_", "a%", "%B", "o_", "%'%", "50%", "\\%", "É", "%\n%", "%%", "_%_");
  private static final int DEEPEST = 4;

  private Wheres() {}

  static Arbitrary<Where> any() {
    return any(DEEPEST);
  }

  private static Arbitrary<Where> any(int levels) {
    if (levels == 0) {
      return tests();
    }
    Arbitrary<List<Where>> parts =
        Arbitraries.lazy(() -> any(levels - 1)).list().ofMinSize(2).ofMaxSize(4);
    return Arbitraries.oneOf(
        tests(),
        parts.map(And::new),
        parts.map(Or::new),
        Arbitraries.lazy(() -> any(levels - 1)).map(Not::new));
  }

  private static Arbitrary<Where> tests() {
    return Arbitraries.oneOf(
        comparisons(numbers()),
        comparisons(texts()),
        comparisons(flags()),
        in(numbers()),
        in(texts()),
        Combinators.combine(texts(), Arbitraries.of(PATTERNS)).as(Like::new),
        Arbitraries.oneOf(numbers(), texts(), flags()).map(IsNull::new),
        flags().map(Flag::new));
  }

  private static Arbitrary<Where> comparisons(Arbitrary<Term> terms) {
    return Combinators.combine(terms, Arbitraries.of(Operator.values()), terms).as(Comparison::new);
  }

  private static Arbitrary<Where> in(Arbitrary<Term> terms) {
    return Combinators.combine(terms, terms.list().ofMinSize(1).ofMaxSize(4)).as(In::new);
  }

  private static Arbitrary<Term> numbers() {
    Arbitrary<Term> plain =
        Arbitraries.oneOf(
            Arbitraries.of("id", "n", "r").map(Column::new),
            Arbitraries.of(NUMBERS).map(Literal::new),
            Arbitraries.longs().map(Literal::new),
            Arbitraries.doubles().map(Literal::new));
    return Arbitraries.oneOf(
        plain, coalesce(plain), texts().map(text -> call(Function.LENGTH, List.of(text))));
  }

  private static Arbitrary<Term> texts() {
    Arbitrary<Term> plain =
        Arbitraries.oneOf(
            Arbitraries.of("t", "at").map(Column::new), Arbitraries.of(TEXTS).map(Literal::new));
    return Arbitraries.oneOf(
        plain,
        coalesce(plain),
        plain.map(text -> call(Function.LOWER, List.of(text))),
        plain.map(text -> call(Function.UPPER, List.of(text))));
  }

  private static Arbitrary<Term> flags() {
    Arbitrary<Term> plain =
        Arbitraries.oneOf(
            Arbitraries.just(new Column("flag")), Arbitraries.of(true, false).map(Literal::new));
    return Arbitraries.oneOf(plain, coalesce(plain));
  }

  private static Arbitrary<Term> coalesce(Arbitrary<Term> terms) {
    return terms
        .list()
        .ofMinSize(2)
        .ofMaxSize(3)
        .map(arguments -> call(Function.COALESCE, arguments));
  }

  private static Term call(Function function, List<Term> arguments) {
    return new Call(function, arguments);
  }
}
