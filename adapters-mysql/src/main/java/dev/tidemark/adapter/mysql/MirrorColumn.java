package dev.tidemark.adapter.mysql;

import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;

/**
 * One column of a mirror's table, as it should be.
 *
 * @param type as {@code information_schema} shows it, without the width of a BIGINT, which some
 *     servers no longer know
 */
record MirrorColumn(String name, String type, boolean isText, boolean isNullable) {

  /** A JSON object of what upstream sent beyond the schema; null if there was nothing. */
  static final String EXTRA = "_extra";

  /** A JSON array of the fields that upstream did not send; null if it sent all. */
  static final String MISSING = "_missing";

  /** Since when upstream is known not to have the row; null if it has. */
  static final String VANISHED = "_vanished";

  static final String COLLATION = "utf8mb4_bin";

  private static final String TEXT = "longtext";
  private static final String INSTANT = "datetime(6)";

  static MirrorColumn of(Field field) {
    return switch (field.type()) {
      case INTEGER -> new MirrorColumn(field.name(), "bigint", false, true);
      case REAL -> new MirrorColumn(field.name(), "double", false, true);
      case BOOLEAN -> new MirrorColumn(field.name(), "tinyint(1)", false, true);
      case INSTANT -> instant(field.name());
      case TEXT, JSON -> text(field.name());
    };
  }

  /**
   * A column of the key. Its text is kept as bytes: whatever a collation does with case, accents
   * and trailing blanks, it does not do it here.
   *
   * @param bytes how long a text may be
   */
  static MirrorColumn ofKey(Field field, int bytes) {
    String type = field.type() == FieldType.TEXT ? "varbinary(" + bytes + ")" : "bigint";
    return new MirrorColumn(field.name(), type, false, false);
  }

  static MirrorColumn text(String name) {
    return new MirrorColumn(name, TEXT, true, true);
  }

  static MirrorColumn instant(String name) {
    return new MirrorColumn(name, INSTANT, false, true);
  }

  /** {@code `name` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL}. */
  String definition() {
    return Names.quote(name)
        + " "
        + type
        + (isText ? " CHARACTER SET utf8mb4 COLLATE " + COLLATION : "")
        + (isNullable ? " NULL" : " NOT NULL");
  }

  boolean isBytes() {
    return type.startsWith("varbinary");
  }

  /** How long bytes may be. */
  int bytes() {
    return Integer.parseInt(type.substring(type.indexOf('(') + 1, type.length() - 1));
  }
}
