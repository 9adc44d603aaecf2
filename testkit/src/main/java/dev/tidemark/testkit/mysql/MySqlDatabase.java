package dev.tidemark.testkit.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A database of a test's own, and a user who may do everything on its server.
 *
 * <p>Every method that asks the server fails with an {@link IllegalStateException} if it cannot.
 */
public record MySqlDatabase(String host, int port, String name, String user, String password)
    implements AutoCloseable {

  /** Without user and password: {@code jdbc:mysql://127.0.0.1:21000/tidemark_1}. */
  public String url() {
    return "jdbc:mysql://%s:%s/%s".formatted(host, port, name);
  }

  /** The same database, asked by another way, such as a {@code FaultyLink}. */
  public MySqlDatabase through(String otherHost, int otherPort) {
    return new MySqlDatabase(otherHost, otherPort, name, user, password);
  }

  /** Makes it, if it is not there (any more); it has utf8mb4. */
  public void create() {
    new MySqlDatabase(host, port, "", user, password)
        .execute("CREATE DATABASE IF NOT EXISTS `" + name + "` CHARACTER SET utf8mb4");
  }

  /** A new connection, which is the caller's to close. */
  public Connection connect() {
    try {
      return DriverManager.getConnection(url(), properties());
    } catch (SQLException e) {
      throw failed("connect to " + url(), e);
    }
  }

  /** Runs these, each in a transaction of its own. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw failed("execute " + String.join("; ", statements), e);
    }
  }

  /** The rows of an answer, in its order, every value as text. */
  public List<List<@Nullable String>> rows(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      while (answer.next()) {
        rows.add(row(answer));
      }
      return rows;
    } catch (SQLException e) {
      throw failed("query " + query, e);
    }
  }

  private static List<@Nullable String> row(ResultSet answer) throws SQLException {
    List<@Nullable String> row = new ArrayList<>();
    for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
      row.add(answer.getString(i));
    }
    return row;
  }

  /** Drops it. Not needed on a server that goes with the tests; idempotent. */
  @Override
  public void close() {
    new MySqlDatabase(host, port, "", user, password)
        .execute("DROP DATABASE IF EXISTS `" + name + "`");
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("allowPublicKeyRetrieval", "true");
    properties.setProperty("connectTimeout", "5000");
    // A test fails rather than wait for ever.
    properties.setProperty("socketTimeout", "60000");
    return properties;
  }

  private static IllegalStateException failed(String what, SQLException cause) {
    return new IllegalStateException(what + ": " + cause.getMessage(), cause);
  }
}
