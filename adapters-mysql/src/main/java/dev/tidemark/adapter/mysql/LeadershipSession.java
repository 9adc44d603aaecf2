package dev.tidemark.adapter.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * The connection that a lock is held by. The lock ends with it: at once if the server learns of its
 * end, otherwise when it was silent for long enough. After a failure it is of no use any more.
 */
final class LeadershipSession implements AutoCloseable {

  /** For what takes long at most when nothing depends on it yet. */
  private static final Duration UNHURRIED = Duration.ofSeconds(10);

  /**
   * A lock is the server's, and its name has 64 characters at most, so it is a digest of whose it
   * is, byte by byte. The server says what the database is called, which may not be how the URL
   * spells it.
   */
  private static final String LOCK =
      "concat('tidemark-', sha1(concat(cast(database() AS BINARY), char(0), cast(? AS BINARY))))";

  private final Connection connection;
  private final String table;
  private final String name;
  private final String lock;

  /**
   * A term that begins.
   *
   * @param afterHandOver whether the leader before said that it would write no more
   */
  record Term(long number, boolean afterHandOver) {}

  private LeadershipSession(Connection connection, MySqlLeadershipConfig config) {
    this.connection = connection;
    this.table = "`" + config.table() + "`";
    this.name = config.name();
    this.lock = config.table() + "/" + config.name();
  }

  static LeadershipSession open(MySqlLeadershipConfig config, Duration silence)
      throws SQLException {
    Connection connection =
        DriverManager.getConnection(config.server().url(), properties(config.server()));
    LeadershipSession session = new LeadershipSession(connection, config);
    try {
      session.execute("SET SESSION wait_timeout = " + silence.toSeconds());
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  private static Properties properties(MySqlConfig server) {
    Properties properties = DriverProperties.of(server);
    properties.setProperty("socketTimeout", Long.toString(server.connectTimeout().toMillis()));
    return properties;
  }

  /** Whether this one holds the lock now; does not wait for it. */
  boolean tryLock(Duration patience) throws SQLException {
    return isTrue("SELECT get_lock(" + LOCK + ", 0) = 1", patience);
  }

  /** Whether it holds the lock still. */
  boolean holdsLock(Duration patience) throws SQLException {
    return isTrue("SELECT is_used_lock(" + LOCK + ") = connection_id()", patience);
  }

  /**
   * Writes down that a term begins; only for the holder of the lock.
   *
   * <p>Its number grows with the server's clock too, so that it is greater than those before even
   * where the table was lost or restored from an old copy.
   */
  Term beginTerm() throws SQLException {
    answerWithin(UNHURRIED);
    execute(
        "CREATE TABLE IF NOT EXISTS "
            + table
            + " (name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY,"
            + " term BIGINT NOT NULL, held BOOLEAN NOT NULL) ENGINE = InnoDB");
    connection.setAutoCommit(false);
    update("INSERT IGNORE INTO " + table + " (name, term, held) VALUES (?, 0, FALSE)", name);
    Term last = term("SELECT term, held FROM " + table + " WHERE name = ? FOR UPDATE");
    update(
        "UPDATE "
            + table
            + " SET term = greatest(term + 1, cast(unix_timestamp(now(3)) * 1000 AS SIGNED)),"
            + " held = TRUE WHERE name = ?",
        name);
    Term begun = term("SELECT term, held FROM " + table + " WHERE name = ?");
    connection.commit();
    connection.setAutoCommit(true);
    return new Term(begun.number(), last.afterHandOver());
  }

  /** Lets the next one lead at once; only for who writes no more. */
  void handOver(long term, Duration patience) throws SQLException {
    answerWithin(patience);
    update("UPDATE " + table + " SET held = FALSE WHERE name = ? AND term = " + term, name);
    isTrue("SELECT release_lock(" + LOCK + ") = 1", patience);
  }

  private Term term(String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Term(row.getLong(1), !row.getBoolean(2));
      }
    }
  }

  private boolean isTrue(String query, Duration patience) throws SQLException {
    answerWithin(patience);
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, lock);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private void update(String sql, String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      statement.executeUpdate();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void answerWithin(Duration patience) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
  }

  /** Does not wait for the server, which may be away; idempotent. */
  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException gone) {
      // Which is what was wanted.
    }
  }
}
