package dev.tidemark.adapter.mysql;

import com.mysql.cj.jdbc.Driver;
import dev.tidemark.core.MirrorUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connections for the setup alone, none of which outlives its work. Once this is closed, whoever
 * waits for an answer on one of them waits no more. Safe for use by many threads.
 */
final class SetupConnections implements AutoCloseable {

  private static final Pattern URL = Pattern.compile("(jdbc:mysql://[^/?]*/)([^?]*)(.*)");

  private final MySqlMirrorConfig config;
  private final Supplier<Properties> properties;
  private final Set<Connection> open = new HashSet<>();
  private boolean closed;

  SetupConnections(MySqlMirrorConfig config, Supplier<Properties> properties) {
    this.config = config;
    this.properties = properties;
  }

  /** Something that is done with a connection. */
  interface Use<T> {
    T with(Connection connection) throws SQLException;
  }

  /** The database is made if it is not there and the user may do that. */
  <T> T use(Use<T> use) throws SQLException {
    try {
      return use(config.database().url(), use);
    } catch (SQLException e) {
      if (e.getErrorCode() != Reasons.UNKNOWN_DATABASE) {
        throw e;
      }
    }
    makeDatabase();
    return use(config.database().url(), use);
  }

  private void makeDatabase() throws SQLException {
    Matcher url = URL.matcher(config.database().url());
    if (!url.matches()) {
      throw new IllegalArgumentException("the URL names no database");
    }
    String create =
        "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4"
            .formatted(Names.quote(url.group(2)));
    use(url.group(1) + url.group(3), connection -> execute(connection, create));
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private <T> T use(String url, Use<T> use) throws SQLException {
    requireOpen();
    return MirrorConnections.over(connect(url), connection -> tracked(connection, use));
  }

  private <T> T tracked(Connection connection, Use<T> use) throws SQLException {
    opened(connection);
    try {
      return use.with(connection);
    } finally {
      ended(connection);
    }
  }

  private Connection connect(String url) throws SQLException {
    Connection connection = new Driver().connect(url, properties.get());
    if (connection == null) {
      throw new IllegalArgumentException("the driver does not know the URL");
    }
    return connection;
  }

  private synchronized void opened(Connection connection) {
    requireOpen(); // it may have been closed meanwhile
    open.add(connection);
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new MirrorUnavailableException(
          "set up mirror " + config.name() + ": it is closed", null);
    }
  }

  private synchronized void ended(Connection connection) {
    open.remove(connection);
  }

  /** Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    open.forEach(SetupConnections::breakOff);
  }

  /** Does not wait for the server, which may be away. */
  private static void breakOff(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException gone) {
      // Which is what was wanted.
    }
  }
}
