package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Lets go of rollups that nobody keeps any more: their triggers, indexes and notes. */
record RollupRetirement(RollupAccess file) {

  private static final String ATTEMPTED = "retire rollups";

  void retireAllBut(Set<String> kept) {
    if (!file.path().toFile().exists()) {
      return;
    }
    List<String> retired = file.read(ATTEMPTED, connection -> others(connection, kept));
    if (!retired.isEmpty()) {
      file.write(
          ATTEMPTED,
          connection -> {
            for (String name : retired) {
              retire(connection, name);
            }
            return true;
          });
    }
  }

  /** Those for which something is noted still. */
  private static List<String> others(Connection connection, Set<String> kept) throws SQLException {
    if (!RollupPreparation.hasBookkeeping(connection)) {
      return List.of();
    }
    List<String> others = RollupPreparation.strings(connection, "SELECT name FROM _rollup");
    others.removeAll(kept);
    for (String name : List.copyOf(others)) {
      if (RollupPreparation.names(connection, "trigger", prefix(name)).isEmpty()) {
        others.remove(name);
      }
    }
    return others;
  }

  private static String prefix(String name) {
    return "_rollup_" + name + "(";
  }

  /** The next to define it finds no triggers, and so takes nothing for complete. */
  static void retire(Connection connection, String name) throws SQLException {
    for (String trigger : RollupPreparation.names(connection, "trigger", prefix(name))) {
      Connections.execute(connection, "DROP TRIGGER " + quote(trigger));
    }
    for (String index : RollupPreparation.names(connection, "index", prefix(name))) {
      if (!index.endsWith("(cell)")) {
        Connections.execute(connection, "DROP INDEX " + quote(index));
      }
    }
    Connections.execute(connection, "DELETE FROM " + quote("_dirty_" + name));
  }
}
