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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** Takes over what jOOQ read, node by node, and refuses every node that is not meant. */
final class WhereTree {

  /** SQLite takes expressions of a thousand levels, and each of these may be several of its. */
  private static final int DEEPEST = 100;

  private WhereTree() {}

  /**
   * @throws IllegalArgumentException if there is any other node in it, or too many in each other
   */
  static Where of(Condition read) {
    return of(read, 1);
  }

  private static Where of(Condition read, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "found AND, OR and NOT more than %s levels deep in each other; expected fewer"
              .formatted(DEEPEST));
    }
    if (read instanceof QOM.And || read instanceof QOM.Or) {
      List<Where> parts = parts(read, read instanceof QOM.And, depth);
      return read instanceof QOM.And ? new And(parts) : new Or(parts);
    }
    if (read instanceof QOM.Not not) {
      return new Not(of(not.$condition(), depth + 1));
    }
    return comparison(read)
        .or(() -> list(read))
        .or(() -> like(read))
        .or(() -> one(read))
        .orElseThrow(() -> WhereTerms.refused(read));
  }

  /** A chain of one operator comes as a tree that leans to the left, as deep as it is long. */
  private static List<Where> parts(Condition chain, boolean and, int depth) {
    Deque<Condition> parts = new ArrayDeque<>();
    Condition rest = chain;
    while (and ? rest instanceof QOM.And : rest instanceof QOM.Or) {
      QOM.CombinedCondition<?> link = (QOM.CombinedCondition<?>) rest;
      parts.addFirst(link.$arg2());
      rest = link.$arg1();
    }
    parts.addFirst(rest);
    return parts.stream().map(part -> of(part, depth + 1)).toList();
  }

  private static Optional<Where> comparison(Condition read) {
    if (read instanceof QOM.Between<?> between) {
      return Optional.of(between(between));
    }
    @Nullable Operator operator = operator(read);
    if (operator == null || !(read instanceof QOM.CompareCondition<?, ?> two)) {
      return Optional.empty();
    }
    return Optional.of(
        new Comparison(WhereTerms.of(two.$arg1()), operator, WhereTerms.of(two.$arg2())));
  }

  private static @Nullable Operator operator(Condition read) {
    if (read instanceof QOM.Eq) {
      return Operator.EQUAL;
    }
    if (read instanceof QOM.Ne) {
      return Operator.NOT_EQUAL;
    }
    if (read instanceof QOM.Lt) {
      return Operator.LESS;
    }
    if (read instanceof QOM.Le) {
      return Operator.LESS_OR_EQUAL;
    }
    if (read instanceof QOM.Gt) {
      return Operator.GREATER;
    }
    return read instanceof QOM.Ge ? Operator.GREATER_OR_EQUAL : null;
  }

  private static <T> Where between(QOM.Between<T> read) {
    Field<T> field = read.$arg1();
    boolean plain = read.equals(field.between(read.$arg2(), read.$arg3()));
    if (read.$symmetric() || !plain && !isNotBetween(read, field)) {
      throw WhereTerms.refused(read);
    }
    Term term = WhereTerms.of(field);
    Where within =
        new And(
            List.of(
                new Comparison(term, Operator.GREATER_OR_EQUAL, WhereTerms.of(read.$arg2())),
                new Comparison(term, Operator.LESS_OR_EQUAL, WhereTerms.of(read.$arg3()))));
    return plain ? within : new Not(within);
  }

  /** NOT BETWEEN is a node of the same class that does not tell; it is another SQL, though. */
  private static <T> boolean isNotBetween(QOM.Between<T> read, Field<T> field) {
    return read.equals(field.notBetween(read.$arg2(), read.$arg3()));
  }

  private static Optional<Where> list(Condition read) {
    if (read instanceof QOM.InList<?> in) {
      return Optional.of(in(in.$field(), in.$list()));
    }
    return read instanceof QOM.NotInList<?> in
        ? Optional.of(new Not(in(in.$field(), in.$list())))
        : Optional.empty();
  }

  private static Where in(Field<?> field, List<? extends Field<?>> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(
          "found IN () with nothing in it; expected one value at least");
    }
    List<Term> terms = new ArrayList<>();
    values.forEach(value -> terms.add(WhereTerms.of(value)));
    return new In(WhereTerms.of(field), terms);
  }

  private static Optional<Where> like(Condition read) {
    if (read instanceof QOM.Like like) {
      return Optional.of(like(like.$value(), like.$pattern(), like.$escape()));
    }
    return read instanceof QOM.NotLike like
        ? Optional.of(new Not(like(like.$value(), like.$pattern(), like.$escape())))
        : Optional.empty();
  }

  private static Where like(Field<?> value, Field<?> pattern, @Nullable Character escape) {
    if (escape != null) {
      throw new IllegalArgumentException("found LIKE with ESCAPE; " + JooqWhereParser.ALLOWED);
    }
    if (pattern instanceof Param<?> text
        && text.isInline()
        && text.getValue() instanceof String of) {
      return new Like(WhereTerms.of(value), of);
    }
    throw new IllegalArgumentException(
        "found LIKE %s; expected LIKE and a 'text' in quotes".formatted(pattern));
  }

  private static Optional<Where> one(Condition read) {
    if (read instanceof QOM.IsNull is) {
      return Optional.of(new IsNull(WhereTerms.of(is.$field())));
    }
    if (read instanceof QOM.IsNotNull is) {
      return Optional.of(new Not(new IsNull(WhereTerms.of(is.$field()))));
    }
    return read instanceof QOM.FieldCondition flag
        ? Optional.of(new Flag(WhereTerms.of(flag.$field())))
        : Optional.empty();
  }
}
