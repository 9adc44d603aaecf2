package dev.tidemark.adapter.mysql;

import com.mysql.cj.jdbc.Driver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.core.MirrorUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** For all that one call sends and waits for. */
  static final Duration CALL = Duration.ofMinutes(2);

  /** What tables of any size are altered in. */
  private static final Duration SETUP_ANSWER = Duration.ofHours(1);

  /** Until the server ends a connection that says nothing; longer than the pool keeps one idle. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** For what another transaction has locked; tried several times, and so longer than a silence. */
  private static final Duration LOCK = Duration.ofSeconds(20);

  private static final Duration BORROWING = Duration.ofSeconds(5);
  private static final Duration VALIDATION = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int SIZE = 4;

  private static final Pattern URL = Pattern.compile("(jdbc:mysql://[^/?]*/)([^?]*)(.*)");

  private final MySqlMirrorConfig config;
  private @Nullable HikariDataSource pool;
  private boolean closed;

  MirrorConnections(MySqlMirrorConfig config) {
    this.config = config;
  }

  /** One of the pool, in auto-commit mode. */
  Connection borrow() throws SQLException {
    return pool().getConnection();
  }

  /** One for the setup alone; the database is made if it is not there and the user may do that. */
  Connection forSetup() throws SQLException {
    try {
      return connect(config.database().url());
    } catch (SQLException e) {
      if (e.getErrorCode() != MySqlErrors.UNKNOWN_DATABASE) {
        throw e;
      }
    }
    makeDatabase();
    return connect(config.database().url());
  }

  private void makeDatabase() throws SQLException {
    Matcher url = URL.matcher(config.database().url());
    if (!url.matches()) {
      throw new IllegalArgumentException("the URL names no database");
    }
    try (Connection connection = connect(url.group(1) + url.group(3));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4"
              .formatted(Names.quote(url.group(2))));
    }
  }

  private Connection connect(String url) throws SQLException {
    Properties properties = properties();
    properties.setProperty("socketTimeout", Long.toString(SETUP_ANSWER.toMillis()));
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new IllegalArgumentException("the driver does not know the URL");
    }
    return connection;
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
    pooled.setMaximumPoolSize(SIZE);
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
    HikariDataSource open = pool;
    pool = null;
    if (open != null) {
      open.close();
    }
  }
}
