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

  /** By their names; one that another user has made has no body, as it may end with him. */
  Map<String, RollupTrigger> read() throws SQLException {
    Map<String, RollupTrigger> found = new HashMap<>();
    session
        .list(
            "SELECT trigger_name, event_object_table, CONCAT(action_timing, ' ', event_manipulation),"
                + " IF(definer = CURRENT_USER(), action_statement, '')"
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
