package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.Where;

/** Reads conditions. Safe for use by many threads. */
@FunctionalInterface
public interface WhereParser {

  /**
   * The tree of a condition, as in the WHERE of SQL: comparisons, AND, OR, NOT, IN with a list,
   * LIKE, IS NULL, BETWEEN, column names, literals, and the functions of {@link Where.Function}.
   * Whether there are such columns is not looked at.
   *
   * @throws IllegalArgumentException if it is anything else: its message says what was found,
   *     where, and what is allowed
   */
  Where parse(String text);
}
