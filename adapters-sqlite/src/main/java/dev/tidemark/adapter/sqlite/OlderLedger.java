package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a replica of format 2 knows of the requests to its upstream. The next format leaves that to
 * the state, and drops it here.
 *
 * @param notBefore until when the upstream is to be left alone, as it was last written down
 * @param asked when requests were sent, in the last day
 */
record OlderLedger(Optional<Instant> notBefore, List<Instant> asked) {

  private static final long FORMAT = 2;

  OlderLedger {
    asked = List.copyOf(asked);
  }

  /** Who takes it over, before it is dropped. The same may come again, after a crash. */
  @FunctionalInterface
  interface Heir {
    void takeOver(OlderLedger ledger);
  }

  /** What there is in this replica; empty if it is of another format. */
  static Optional<OlderLedger> in(Path replica) throws SQLException {
    try (Connection connection = Connections.reader(replica)) {
      return Connections.number(connection, "PRAGMA user_version") == FORMAT
          ? Optional.of(
              new OlderLedger(
                  instants(connection, "SELECT not_before FROM _upstream").stream().findFirst(),
                  instants(connection, "SELECT at FROM _request ORDER BY at")))
          : Optional.empty();
    }
  }

  private static List<Instant> instants(Connection connection, String query) throws SQLException {
    List<Instant> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        Optional.ofNullable(row.getString(1)).map(Instant::parse).ifPresent(found::add);
      }
    }
    return found;
  }
}
