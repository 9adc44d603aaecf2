package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.snapshot.Where.Term;
import java.util.Locale;
import java.util.Optional;

/**
 * A term of a condition, and what its value is.
 *
 * @param precision present exactly for an instant
 */
record Typed(Term term, Kind kind, Optional<Precision> precision) {

  /** What a value is, as far as it matters to comparisons. */
  enum Kind {
    INTEGER,
    REAL,
    TEXT,
    BOOLEAN,
    INSTANT,
    JSON,
    /** Something is wrong with it, which was told. */
    UNKNOWN
  }

  static Typed of(Term term, Kind kind) {
    return new Typed(term, kind, Optional.empty());
  }

  boolean isNumber() {
    return kind == Kind.INTEGER || kind == Kind.REAL;
  }

  boolean isTextLiteral() {
    return kind == Kind.TEXT && term instanceof Term.Literal;
  }

  /** {@code instant(seconds)}. */
  String word() {
    return kind.name().toLowerCase(Locale.ROOT)
        + precision.map(p -> "(" + p.name().toLowerCase(Locale.ROOT) + ")").orElse("");
  }

  /** As it was written, about. */
  @Override
  public String toString() {
    return CanonicalText.of(term);
  }
}
