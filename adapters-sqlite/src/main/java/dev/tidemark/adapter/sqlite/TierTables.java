package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the tables of one tier in step with its schema. What is there already is judged by its
 * shape, whoever made it; what would change or lose what is stored is refused.
 */
final class TierTables {

  private final Schema schema;
  private final boolean strong;
  private final Clock clock;

  TierTables(Schema schema, boolean strong, Clock clock) {
    this.schema = schema;
    this.strong = strong;
    this.clock = clock;
  }

  /**
   * What there is to do.
   *
   * @param problems why it cannot be done, each in words
   * @param statements in their order
   */
  record Plan(List<String> problems, List<String> statements) {}

  boolean isOneOfThem(String table) {
    return schema.types().stream().anyMatch(type -> type.name().equalsIgnoreCase(table));
  }

  /** The statements that make all tables in a file that has none. */
  List<String> create() {
    List<String> statements = new ArrayList<>();
    schema.types().forEach(type -> statements.addAll(new TierTable(type, strong).create()));
    return statements;
  }

  /** Makes what is missing; one transaction of the caller's. */
  void evolve(Connection connection) throws SQLException {
    Connections.execute(connection, accepted(connection).statements());
  }

  /**
   * What is missing.
   *
   * @throws IncompatibleReplicaException naming all that cannot be made of what is there
   */
  Plan accepted(Connection connection) throws SQLException {
    Plan plan = plan(connection);
    if (!plan.problems().isEmpty()) {
      throw refused(connection, plan.problems());
    }
    return plan;
  }

  /** Refuses a file whose tables are not those of the schema, even if it could become one. */
  void check(Connection connection) throws SQLException {
    if (!accepted(connection).statements().isEmpty()) {
      throw refused(
          connection, List.of("its tables are of an older schema; open it for writing first"));
    }
  }

  private IncompatibleReplicaException refused(Connection connection, List<String> problems)
      throws SQLException {
    return new IncompatibleReplicaException(
        "open %s with schema %s: %s; use the schema it was made with, or change the file by a migration of the application"
            .formatted(Connections.file(connection), schema.name(), String.join("; ", problems)));
  }

  private Plan plan(Connection connection) throws SQLException {
    Shape shape = Shape.of(connection);
    Map<String, Map<String, Noted>> noted = noted(connection, shape);
    String now = Precision.MILLIS.format(clock.instant());
    Plan plan = new Plan(new ArrayList<>(), new ArrayList<>());
    noted.keySet().stream()
        .filter(type -> schema.find(type).isEmpty())
        .forEach(type -> dropped(shape, type, plan));
    for (EntityType type : schema.types()) {
      Map<String, Noted> known = noted.getOrDefault(type.name(), Map.of());
      new TablePlan(connection, shape, new TierTable(type, strong), known, now, plan).make();
    }
    return plan;
  }

  /** A type that is gone from the schema may be gone from the file, if a migration dropped it. */
  private static void dropped(Shape shape, String type, Plan plan) {
    if (shape.has(type)) {
      plan.problems().add("entity type %s is stored but not in the schema".formatted(type));
    } else {
      plan.statements().add("DELETE FROM _field WHERE type = " + EntityTable.text(type));
    }
  }

  private static Map<String, Map<String, Noted>> noted(Connection connection, Shape shape)
      throws SQLException {
    Map<String, Map<String, Noted>> noted = new TreeMap<>();
    if (!shape.has("_field")) {
      return noted;
    }
    try (Statement statement = connection.createStatement();
        ResultSet fields =
            statement.executeQuery("SELECT type, field, signature, key_part FROM _field")) {
      while (fields.next()) {
        noted
            .computeIfAbsent(fields.getString(1), type -> new LinkedHashMap<>())
            .put(fields.getString(2), new Noted(fields.getString(3), fields.getInt(4)));
      }
    }
    return noted;
  }

  /**
   * A field as it was when the table was last brought up to date.
   *
   * @param keyPart its place in the key, from 1; 0 outside of it
   */
  record Noted(String signature, int keyPart) {}
}
