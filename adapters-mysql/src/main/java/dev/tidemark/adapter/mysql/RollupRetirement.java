package dev.tidemark.adapter.mysql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Lets go of rollups that nobody keeps any more: of their triggers and notes. Indexes stay, as the
 * mirror may have made the same ones.
 */
final class RollupRetirement {

  private final SqlSession session;
  private final String prefix;

  RollupRetirement(SqlSession session, String prefix) {
    this.session = session;
    this.prefix = prefix;
  }

  /** The next to define one of them finds no triggers, and so takes nothing for complete. */
  boolean allBut(Set<String> kept) throws SQLException {
    for (RollupNames names : known()) {
      if (!kept.contains(names.rollup())) {
        retire(names);
      }
    }
    return true;
  }

  private List<RollupNames> known() throws SQLException {
    String table = Names.quote(new RollupNames(prefix, "").standings());
    try {
      return session.list(
          "SELECT name FROM " + table, row -> new RollupNames(prefix, row.getString(1)));
    } catch (SQLException e) {
      if (MySqlErrors.isNothingThere(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private void retire(RollupNames names) throws SQLException {
    Set<String> triggers = new FoundTriggers(session, names).read().keySet();
    if (triggers.isEmpty()) {
      return;
    }
    for (String trigger : triggers) {
      session.update("DROP TRIGGER IF EXISTS " + Names.quote(trigger));
    }
    session.update("DELETE FROM " + Names.quote(names.notes()));
  }
}
