package dev.tidemark.core.schema;

import java.util.Optional;

/**
 * One field of an entity type.
 *
 * @param precision present exactly for {@link FieldType#INSTANT}
 * @param nullable whether upstream may send null for it in a live row; a key that is missing is
 *     another matter and always accepted, except for the fields of the key
 */
public record Field(String name, FieldType type, Optional<Precision> precision, boolean nullable) {

  public Field {
    if (precision.isPresent() != (type == FieldType.INSTANT)) {
      throw new IllegalArgumentException(
          "field " + name + ": a precision belongs to an instant, and only to it");
    }
  }

  static Field of(String name, FieldType type) {
    return new Field(name, type, Optional.empty(), false);
  }

  static Field instant(String name, Precision precision) {
    return new Field(name, FieldType.INSTANT, Optional.of(precision), false);
  }

  Field orNull() {
    return new Field(name, type, precision, true);
  }

  /** As written in a schema file: {@code integer}, {@code real?}, {@code instant(seconds)}. */
  public String signature() {
    return type.word()
        + precision.map(p -> "(" + p.word() + ")").orElse("")
        + (nullable ? "?" : "");
  }
}
