package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/** Makes connections, each with all of its pragmas. */
final class Connections {

  private static final String SCHEME = "jdbc:sqlite:";
  private static final int BUSY_MILLIS = 5_000;

  /** Who waits for others that synchronise with each commit may wait for a slow disk, too. */
  private static final int BUSY_DURABLE_MILLIS = 20_000;

  private static final int PAGE_CACHE_KIB = 16 * 1_024;
  private static final int WAL_LIMIT_BYTES = 64 * 1_024 * 1_024;

  /** Sixteen megabytes: a disk is asked to synchronise ten times in a large load, not forty. */
  private static final int KEPT_WAL_PAGES = 4_096;

  private Connections() {}

  /** The one that writes to the replica. */
  static Connection writer(Path file) throws SQLException {
    SQLiteConfig config = common();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    return config.createConnection(url(file));
  }

  /**
   * One that writes to a file of the state that is there, and makes none.
   *
   * @param durable whether each commit survives a failure of power
   */
  static Connection state(Path file, boolean durable) throws SQLException {
    SQLiteConfig config = state(durable);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    return config.createConnection(url(file));
  }

  /**
   * One that computes what may be large and then writes it to a file that is there; what it keeps
   * meanwhile goes to the disk when it is much.
   */
  static Connection computing(Path file, boolean durable) throws SQLException {
    SQLiteConfig config = state(durable);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setTempStore(SQLiteConfig.TempStore.FILE);
    return config.createConnection(url(file));
  }

  /** Gives connections that write to a file of the state; it is made if it is not there. */
  static SQLiteDataSource stateSource(Path file, boolean durable) {
    SQLiteDataSource source = new SQLiteDataSource(state(durable));
    source.setUrl(url(file));
    return source;
  }

  private static SQLiteConfig state(boolean durable) {
    SQLiteConfig config = common();
    config.setBusyTimeout(durable ? BUSY_DURABLE_MILLIS : BUSY_MILLIS);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(durable ? SynchronousMode.FULL : SynchronousMode.NORMAL);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    return config;
  }

  /** One to a database that is nowhere and ends with it. */
  static Connection nowhere() throws SQLException {
    return common().createConnection(SCHEME + ":memory:");
  }

  /** One for a staging file that is to survive its process, and a failure of power. */
  static Connection kept(Path file) throws SQLException {
    SQLiteConfig config = common();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setJournalSizeLimit(WAL_LIMIT_BYTES);
    config.setWalAutocheckpoint(KEPT_WAL_PAGES);
    return config.createConnection(url(file));
  }

  /** One that reads the replica and makes no file. */
  static Connection reader(Path file) throws SQLException {
    SQLiteConfig config = common();
    config.setReadOnly(true);
    return config.createConnection(url(file));
  }

  /**
   * One that reads a file that never changes: nothing is locked, and no other file is looked at or
   * made. Somebody else may have made the file: what its schema calls is not trusted, and each page
   * is looked at before its cells are.
   */
  static Connection fixed(Path file) throws SQLException {
    SQLiteConfig config = withoutSchema();
    config.setReadOnly(true);
    Connection connection = config.createConnection(url(file) + "?immutable=1");
    try {
      execute(
          connection,
          "PRAGMA trusted_schema = OFF",
          "PRAGMA cell_size_check = ON",
          "PRAGMA cache_size = -" + PAGE_CACHE_KIB);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** One for a file that is thrown away whatever happens: nothing is journalled or synchronised. */
  static Connection scratch(Path file) throws SQLException {
    SQLiteConfig config = common();
    config.setJournalMode(JournalMode.OFF);
    config.setSynchronous(SynchronousMode.OFF);
    return config.createConnection(url(file));
  }

  /** Attaches a file that is thrown away whatever happens. */
  static void attachScratch(Connection connection, Path file, String as) throws SQLException {
    attach(connection, file, as);
    execute(
        connection, "PRAGMA " + as + ".journal_mode = OFF", "PRAGMA " + as + ".synchronous = OFF");
  }

  /** Attaches a staging file that is to survive. */
  static void attachKept(Connection connection, Path file, String as) throws SQLException {
    attach(connection, file, as);
    execute(connection, "PRAGMA " + as + ".synchronous = NORMAL");
  }

  /** Attaches a file that cannot be written by this; none is made. */
  static void attachReadOnly(Connection connection, Path file, String as) throws SQLException {
    attach(connection, file.toUri() + "?mode=ro", as);
  }

  /** Attaches a file that is only read. */
  static void attach(Connection connection, Path file, String as) throws SQLException {
    attach(connection, file.toString(), as);
  }

  private static void attach(Connection connection, String name, String as) throws SQLException {
    try (var statement = connection.prepareStatement("ATTACH DATABASE ? AS " + as)) {
      statement.setString(1, name);
      statement.execute();
    }
  }

  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    execute(connection, List.of(statements));
  }

  /** Runs all statements of a file of this class path. */
  static void script(Connection connection, String name) throws SQLException, IOException {
    try (InputStream in = Connections.class.getResourceAsStream(name);
        Statement statement = connection.createStatement()) {
      byte[] sql = Objects.requireNonNull(in, name).readAllBytes();
      statement.executeUpdate(new String(sql, StandardCharsets.UTF_8));
    }
  }

  /** The one number that a query gives. */
  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.getLong(1);
    }
  }

  /** The first text that a query gives; empty if it gives none. */
  static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getString(1) : "";
    }
  }

  /** What a query of names and numbers gives. */
  static Map<String, Long> numbers(Connection connection, String query) throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        numbers.put(result.getString(1), result.getLong(2));
      }
    }
    return numbers;
  }

  private static SQLiteConfig common() {
    SQLiteConfig config = withoutSchema();
    config.setCacheSize(-PAGE_CACHE_KIB);
    return config;
  }

  /** With what SQLite does not read the schema of the file for. */
  private static SQLiteConfig withoutSchema() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setGetGeneratedKeys(false); // else the driver asks for one behind every insert
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return config;
  }

  /** As a URI, since a path may hold characters that the driver would take for its own. */
  static String url(Path file) {
    return SCHEME + file.toUri();
  }

  /** What the connection was made for. */
  static Path file(Connection connection) throws SQLException {
    return Path.of(URI.create(connection.getMetaData().getURL().substring(SCHEME.length())));
  }
}
