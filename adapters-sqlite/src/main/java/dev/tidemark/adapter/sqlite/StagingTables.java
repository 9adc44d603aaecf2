package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of a staging file: one for each entity type, and what is noted beside the rows. */
final class StagingTables {

  static final String PROGRESS = "_progress";
  static final String QUARANTINE = "_quarantine";

  private StagingTables() {}

  static List<String> create(Schema schema) {
    List<String> statements = new ArrayList<>();
    schema.types().forEach(type -> statements.add(new EntityTable(type).createStaging()));
    statements.add(
        """
        CREATE TABLE _quarantine (
          type TEXT NOT NULL, identity TEXT NOT NULL, key TEXT, reason TEXT NOT NULL,
          json TEXT NOT NULL, _source INTEGER NOT NULL,
          PRIMARY KEY (type, identity)) STRICT, WITHOUT ROWID""");
    statements.add(
        """
        CREATE TABLE _unanswered (
          type TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (type, key)) STRICT, WITHOUT ROWID""");
    statements.add(
        """
        CREATE TABLE _vanished (
          type TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (type, key)) STRICT, WITHOUT ROWID""");
    statements.add(
        """
        CREATE TABLE _progress (
          type TEXT PRIMARY KEY NOT NULL, step TEXT NOT NULL, at TEXT NOT NULL,
          identity TEXT NOT NULL, listed INTEGER NOT NULL, list_newest TEXT, newest TEXT,
          cached INTEGER NOT NULL) STRICT, WITHOUT ROWID""");
    return statements;
  }

  /**
   * What the tables are made from. Two files of one form hold rows that mean the same; columns
   * alone do not say so, since an instant of any precision is text.
   */
  static String form(Schema schema) {
    return String.join("\n", create(schema))
        + schema.types().stream().map(StagingTables::form).collect(Collectors.joining());
  }

  private static String form(EntityType type) {
    return "\n%s key %s version %s: %s"
        .formatted(
            type.name(),
            type.key(),
            type.version().orElse("none"),
            type.fields().stream().map(StagingTables::form).collect(Collectors.joining(", ")));
  }

  private static String form(Field field) {
    return field.name() + " " + field.signature();
  }
}
