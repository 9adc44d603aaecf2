package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.rollup.RollupPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes in the file of the source what a rollup needs, and finds out whether it was there. */
final class RollupPreparation {

  private static final String STEPS = "classpath:dev/tidemark/adapter/sqlite/rollup";
  private static final String HISTORY = "_rollups_migration";

  private final RollupAccess file;
  private final RollupPlan plan;
  private final RollupSql sql;

  RollupPreparation(RollupAccess file, RollupPlan plan) {
    this.file = file;
    this.plan = plan;
    this.sql = new RollupSql(plan);
  }

  /** Nothing is written where all is there; what lacks is made in one transaction. */
  void run() {
    if (!file.read(attempted(), RollupPreparation::hasBookkeeping)) {
      makeBookkeeping();
    }
    if (!file.read(attempted(), this::isPrepared)) {
      file.write(
          attempted(),
          connection -> {
            StopOnInterrupt.watch(connection);
            prepare(connection);
            return true;
          });
    }
  }

  private String attempted() {
    return "prepare rollup " + plan.name();
  }

  static boolean hasBookkeeping(Connection connection) throws SQLException {
    return Shape.of(connection).has("_rollup");
  }

  /** One after the other, whoever else is at it: Flyway takes no lock in SQLite. */
  void makeBookkeeping() {
    Path path = file.path();
    try {
      OpeningTurn.take(
          path.getParent(),
          () -> {
            new FlywayRun(
                    path,
                    Connections.stateSource(path, true),
                    "prepare the tables of rollups",
                    STEPS,
                    HISTORY)
                .migrate(FlywayRun.FROM_THE_FIRST);
            return true;
          });
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted(), path, e);
    } catch (IOException e) {
      throw SqliteErrors.translate(attempted(), path, e);
    }
  }

  private boolean isPrepared(Connection connection) throws SQLException {
    return signature(connection).equals(plan.signature())
        && missing(connection, wanted(connection)).isEmpty()
        && surplusTriggers(connection).isEmpty();
  }

  private void prepare(Connection connection) throws SQLException {
    String before = signature(connection);
    if (!before.isEmpty() && (!before.equals(plan.signature()) || hasOtherTables(connection))) {
      startOver(connection, before);
    }
    register(connection);
    Map<String, String> wanted = wanted(connection);
    Map<String, String> missing = missing(connection, wanted);
    boolean doubt = missing.values().stream().anyMatch(made -> !made.contains(" INDEX "));
    for (String trigger : surplusTriggers(connection)) {
      Connections.execute(connection, "DROP TRIGGER " + EntityTable.quote(trigger));
    }
    Connections.execute(connection, List.copyOf(missing(connection, wanted).values()));
    if (doubt) {
      doubt(connection);
    }
  }

  /** Those of a definition that says the same, made by another version. */
  private boolean hasOtherTables(Connection connection) throws SQLException {
    Map<String, String> found = found(connection);
    return new RollupTables(sql)
        .tables().entrySet().stream()
            .anyMatch(
                table ->
                    found.containsKey(table.getKey())
                        && !table.getValue().equals(found.get(table.getKey())));
  }

  /** Empty if there is none of this name. */
  private String signature(Connection connection) throws SQLException {
    return Connections.text(
        connection, "SELECT signature FROM _rollup WHERE name = " + EntityTable.text(plan.name()));
  }

  private void register(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO _rollup (name, signature) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET signature = excluded.signature")) {
      statement.setString(1, plan.name());
      statement.setString(2, plan.signature());
      statement.executeUpdate();
    }
  }

  private void startOver(Connection connection, String before) throws SQLException {
    Shape shape = Shape.of(connection);
    String archive = "_archive_" + plan.name();
    if (shape.has(archive)
        && Connections.number(connection, "SELECT count(*) FROM " + sql.archive()) > 0) {
      throw new IncompatibleReplicaException(
          "prepare rollup %s in %s: it was defined as \"%s\", expected as \"%s\"; what it holds of removed rows cannot be computed anew, so give the new one another name"
              .formatted(plan.name(), file.path(), before, plan.signature()));
    }
    for (String trigger : triggers(connection).keySet()) {
      Connections.execute(connection, "DROP TRIGGER " + EntityTable.quote(trigger));
    }
    Connections.execute(
        connection,
        "DROP TABLE IF EXISTS " + sql.table(),
        "DROP TABLE IF EXISTS " + sql.notes(),
        "DROP TABLE IF EXISTS " + sql.archive());
    for (String index : names(connection, "index", "_rollup_" + plan.name() + "(")) {
      Connections.execute(connection, "DROP INDEX " + EntityTable.quote(index));
    }
    forgetAll(connection);
  }

  /** But for the token, so that nobody writes who did so for the former definition. */
  private void forgetAll(Connection connection) throws SQLException {
    long token = RollupRow.get(connection, plan.name()).token();
    new Statements(connection, plan.name()).update("DELETE FROM _rollup WHERE name = ?1");
    new Statements(connection, plan.name(), token + 1)
        .update("INSERT INTO _rollup (name, signature, lease_token) VALUES (?1, '', ?2)");
  }

  /** Whatever happened while something was missing was not noted. */
  private void doubt(Connection connection) throws SQLException {
    String name = EntityTable.text(plan.name());
    Connections.execute(
        connection,
        "UPDATE _rollup SET complete_since = NULL, walk_from = NULL, walk_to = NULL, stamp_time = NULL, stamp_sequence = NULL WHERE name = "
            + name,
        "DELETE FROM _walk_part WHERE name = " + name);
  }

  private Map<String, String> wanted(Connection connection) throws SQLException {
    RollupTables tables = new RollupTables(sql);
    Map<String, String> wanted = new LinkedHashMap<>(tables.tables());
    wanted.putAll(tables.indexes(led(connection)));
    wanted.putAll(new RollupTriggers(sql).triggers());
    return wanted;
  }

  /** What is not there as it is to be; triggers and indexes of another text count as missing. */
  private static Map<String, String> missing(Connection connection, Map<String, String> wanted)
      throws SQLException {
    Map<String, String> found = found(connection);
    Map<String, String> missing = new LinkedHashMap<>();
    wanted.forEach(
        (name, statement) -> {
          if (!statement.equals(found.get(name))) {
            missing.put(name, statement);
          }
        });
    return missing;
  }

  private static Map<String, String> found(Connection connection) throws SQLException {
    Map<String, String> found = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")) {
      while (row.next()) {
        found.put(row.getString(1), row.getString(2));
      }
    }
    return found;
  }

  /** Those of this rollup that are not as they are to be, or not to be at all. */
  private List<String> surplusTriggers(Connection connection) throws SQLException {
    Map<String, String> wanted = new RollupTriggers(sql).triggers();
    List<String> surplus = new ArrayList<>();
    triggers(connection)
        .forEach(
            (name, statement) -> {
              if (!statement.equals(wanted.get(name))) {
                surplus.add(name);
              }
            });
    return surplus;
  }

  private Map<String, String> triggers(Connection connection) throws SQLException {
    Map<String, String> found = found(connection);
    found.keySet().retainAll(names(connection, "trigger", "_rollup_" + plan.name() + "("));
    return found;
  }

  /** Names of what is of this type and begins so. */
  static List<String> names(Connection connection, String type, String prefix) throws SQLException {
    return strings(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = %s AND substr(name, 1, %d) = %s"
            .formatted(EntityTable.text(type), prefix.length(), EntityTable.text(prefix)));
  }

  /** Columns that an index of somebody else's begins with: {@code table.column}. */
  private List<String> led(Connection connection) throws SQLException {
    return strings(
        connection,
        """
        SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_index_list(t.name) AS i,
          pragma_index_info(i.name) AS c
        WHERE t.type = 'table' AND c.seqno = 0 AND c.name IS NOT NULL AND i.partial = 0
          AND substr(i.name, 1, %d) <> %s
        UNION
        SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND c.pk = 1"""
            .formatted(plan.name().length() + 9, EntityTable.text("_rollup_" + plan.name() + "(")));
  }

  static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }
}
