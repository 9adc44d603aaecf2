package dev.tidemark.adapter.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jooq.Query;

/** Runs the queries that compare rows, each ended by the server when it takes too long. */
final class Comparisons {

  /** Between the end of a statement on the server and its answer. */
  private static final Duration TRAVEL = Duration.ofSeconds(5);

  private final MirrorConnections connections;
  private final MySqlMirrorConfig config;

  Comparisons(MirrorConnections connections, MySqlMirrorConfig config) {
    this.connections = connections;
    this.config = config;
  }

  <T> T ask(String attempted, Function<ServerKind, Query> query, Reading<T> reading) {
    String what = attempted + " of mirror " + config.name();
    try (Connection connection = connections.borrow()) {
      connection.setNetworkTimeout(
          Runnable::run, (int) config.comparisonLimit().plus(TRAVEL).toMillis());
      ServerKind kind = ServerKind.of(connection);
      Query asked = query.apply(kind);
      String limited = kind.limited(asked.getSQL(), config.comparisonLimit());
      try (PreparedStatement statement = connection.prepareStatement(limited)) {
        return read(statement, asked.getBindValues(), reading);
      }
    } catch (SQLException e) {
      throw MySqlErrors.translate(what, e);
    }
  }

  private static <T> T read(PreparedStatement statement, List<Object> values, Reading<T> reading)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    statement.execute(); // what begins with SET is no query to the driver
    try (ResultSet result = statement.getResultSet()) {
      return reading.read(result);
    }
  }

  /** Takes the answer out of a result. */
  interface Reading<T> {
    T read(ResultSet result) throws SQLException;
  }
}
