package dev.tidemark.adapter.mysql;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Reads the triggers of one rollup from the server's catalogue. */
final class FoundTriggers {

  private final SqlSession session;
  private final RollupNames names;

  FoundTriggers(SqlSession session, RollupNames names) {
    this.session = session;
    this.names = names;
  }

  /** By their names, whoever has made them: two who share a rollup leave them alone. */
  Map<String, RollupTrigger> read() throws SQLException {
    Map<String, RollupTrigger> found = new HashMap<>();
    session
        .list(
            "SELECT trigger_name, event_object_table, CONCAT(action_timing, ' ', event_manipulation),"
                + " action_statement"
                + " FROM information_schema.triggers WHERE trigger_schema = DATABASE()",
            row ->
                new RollupTrigger(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
        .stream()
        .filter(trigger -> names.isTrigger(trigger.name()))
        .forEach(trigger -> found.put(trigger.name(), trigger));
    return found;
  }
}
