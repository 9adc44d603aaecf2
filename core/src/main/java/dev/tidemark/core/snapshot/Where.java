package dev.tidemark.core.snapshot;

import java.util.List;

/**
 * Which rows of a table are copied: a condition as a tree of what is allowed in one, and of nothing
 * else. It is made from text by a {@link dev.tidemark.core.snapshot.spi.WhereParser}, checked
 * against the entity type by {@link SnapshotPlan}, and rendered again from the tree; the text
 * itself reaches no database. Nulls are as in SQL: what is neither true nor false does not hold.
 */
public sealed interface Where {

  /** All of them hold; two or more. */
  record And(List<Where> parts) implements Where {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** At least one holds; two or more. */
  record Or(List<Where> parts) implements Where {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(Where part) implements Where {}

  record Comparison(Term left, Operator operator, Term right) implements Where {}

  /** The term equals one of these; one or more. */
  record In(Term term, List<Term> values) implements Where {
    public In {
      values = List.copyOf(values);
    }
  }

  /**
   * Text matches a pattern of {@code %} and {@code _}, letters of ASCII counting as equal in either
   * case.
   */
  record Like(Term term, String pattern) implements Where {}

  record IsNull(Term term) implements Where {}

  /** A boolean column by itself. */
  record Flag(Term term) implements Where {}

  /** How two terms are compared. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** What has a value. */
  sealed interface Term {

    /** A field of the entity type, copied or not. */
    record Column(String name) implements Term {}

    /**
     * A constant.
     *
     * @param value a Long, a Double, a String or a Boolean
     */
    record Literal(Object value) implements Term {}

    /** One of a few functions of its arguments alone. */
    record Call(Function function, List<Term> arguments) implements Term {
      public Call {
        arguments = List.copyOf(arguments);
      }
    }
  }

  /** The functions that there are. */
  enum Function {
    /** Text in small letters; ASCII only. */
    LOWER,
    /** Text in capital letters; ASCII only. */
    UPPER,
    /** Number of characters of a text. */
    LENGTH,
    /** The first of two or more that is not null. */
    COALESCE
  }
}
