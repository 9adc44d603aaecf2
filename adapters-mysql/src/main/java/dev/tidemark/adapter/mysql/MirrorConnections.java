package dev.tidemark.adapter.mysql;

import com.mysql.cj.jdbc.Driver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.core.MirrorUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one mirror: a small pool for the daily work, made with the first use, and
 * connections of their own for the setup, which may take long. Safe for use by many threads.
 *
 * <p>Whoever waits for a server that has stalled waits no longer than {@link #ANSWER} for each
 * answer. A process that is paused while it holds the mirror's lock is cut off by the server after
 * {@link #SILENCE}, and others wait for that.
 */
final class MirrorConnections implements AutoCloseable {

  /** Until an answer begins to come. */
  static final Duration ANSWER = Duration.ofSeconds(60);

  /** For all that one call sends and waits for. */
  static final Duration CALL = Duration.ofMinutes(2);

  /** Until the server ends a connection that says nothing; longer than the pool keeps one idle. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** For what another transaction has locked; tried several times, and so longer than a silence. */
  private static final Duration LOCK = Duration.ofSeconds(20);

  private static final Duration BORROWING = Duration.ofSeconds(5);
  private static final Duration VALIDATION = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final MySqlMirrorConfig config;
  private final int size;
  private final SetupConnections setup;
  private @Nullable HikariDataSource pool;
  private boolean closed;

  /**
   * @param size how many connections the pool has at most
   */
  MirrorConnections(MySqlMirrorConfig config, int size) {
    this.config = config;
    this.size = size;
    this.setup = new SetupConnections(config, this::properties);
  }

  /** One of the pool, in auto-commit mode. */
  Connection borrow() throws SQLException {
    return pool().getConnection();
  }

  /** Does something on one of the pool, as {@link #borrow} gives it. */
  <T> T with(SetupConnections.Use<T> use) throws SQLException {
    return over(borrow(), use);
  }

  /** Closes the connection behind that; that it is lost by then does not undo what was done. */
  static <T> T over(Connection connection, SetupConnections.Use<T> use) throws SQLException {
    try {
      return use.with(connection);
    } finally {
      close(connection);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException lost) {
      // The pool drops it, and the server rolls back what was not committed.
    }
  }

  /** Does something on a connection of its own, which ends when this is closed. */
  <T> T setUp(SetupConnections.Use<T> use) throws SQLException {
    return setup.use(use);
  }

  private synchronized HikariDataSource pool() {
    if (closed) {
      throw new MirrorUnavailableException("use mirror " + config.name() + ": it is closed", null);
    }
    HikariDataSource open = pool;
    if (open == null) {
      open = new HikariDataSource(poolConfig());
      pool = open;
    }
    return open;
  }

  private HikariConfig poolConfig() {
    HikariConfig pooled = new HikariConfig();
    pooled.setPoolName("mirror " + config.name());
    pooled.setDriverClassName(Driver.class.getName());
    pooled.setJdbcUrl(config.database().url());
    pooled.setDataSourceProperties(properties());
    pooled.setMaximumPoolSize(size);
    pooled.setMinimumIdle(0);
    pooled.setInitializationFailTimeout(-1);
    pooled.setConnectionTimeout(BORROWING.toMillis());
    pooled.setValidationTimeout(VALIDATION.toMillis());
    pooled.setIdleTimeout(IDLE.toMillis());
    // One writer at a time holds the mirror's lock, so a second snapshot of its rows would only be
    // older; and gaps are not locked against those who write to other tables.
    pooled.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pooled;
  }

  private Properties properties() {
    Properties properties = DriverProperties.of(config.database());
    properties.setProperty("socketTimeout", Long.toString(ANSWER.toMillis()));
    properties.setProperty("sessionVariables", sessionVariables());
    properties.setProperty("useLocalSessionState", "true");
    properties.setProperty("rewriteBatchedStatements", "true");
    properties.setProperty("continueBatchOnError", "false");
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSqlLimit", "65536");
    LocalFiles.forbid(properties);
    return properties;
  }

  private static String sessionVariables() {
    return "sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'"
        + ",wait_timeout="
        + SILENCE.toSeconds()
        + ",innodb_lock_wait_timeout="
        + LOCK.toSeconds()
        + ",lock_wait_timeout="
        + LOCK.toSeconds();
  }

  @Override
  public synchronized void close() {
    closed = true;
    setup.close();
    HikariDataSource open = pool;
    pool = null;
    if (open != null) {
      open.close();
    }
  }
}
