package dev.tidemark.core.schema;

import java.time.Instant;
import java.util.Locale;

/** The kinds of values, each with the Java class that carries it in a {@link Row}. */
public enum FieldType {
  /** A whole number of 64 bits, signed. */
  INTEGER(Long.class),
  /** A finite IEEE 754 double. */
  REAL(Double.class),
  /** Unicode text without lone surrogates; may be empty. */
  TEXT(String.class),
  BOOLEAN(Boolean.class),
  /** A point in time, UTC, cut to the {@link Precision} of its field. */
  INSTANT(Instant.class),
  /** Any JSON value, as compact JSON text. */
  JSON(String.class);

  private final Class<?> javaClass;

  FieldType(Class<?> javaClass) {
    this.javaClass = javaClass;
  }

  /** The class of this type's values in a row. */
  public Class<?> javaClass() {
    return javaClass;
  }

  /** As written in a schema file. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
