package dev.tidemark.bench;

import dev.tidemark.adapter.mysql.MySqlConfig;
import dev.tidemark.adapter.mysql.MySqlMirrorConfig;
import dev.tidemark.adapter.mysql.MySqlMirrorModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.MirrorModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.assembly.SyncModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorTypes;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Upstream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/**
 * A server with a database of its own for the benchmarks, and the application that mirrors into it.
 *
 * @param url of the server, without a database: {@code jdbc:mysql://127.0.0.1:3306/}
 */
record MirrorBench(String url, String user, String password) {

  static final String NAME = "bench";
  private static final String DATABASE = "tidemark_bench";

  /** The replica in this directory, and its mirror. */
  Application application(Schema schema, Path directory, Listener listener) {
    return Application.start(
        new AmbientModule(Clock.systemUTC(), listener),
        new SyncModule(schema, SyncPolicy.defaults()),
        binder -> binder.bind(Upstream.class).toInstance((what, into) -> unasked()),
        new SqliteModule(SqliteConfig.in(directory)),
        new StateModule(SyncState.with(MirrorTypes.strongTypes(), MirrorTypes.weakTypes())),
        new MirrorModule(MirrorPolicy.defaults()),
        new MySqlMirrorModule(
            MySqlMirrorConfig.of(NAME, MySqlConfig.of(url + DATABASE, user, password))));
  }

  private static Fetched unasked() {
    throw new IllegalStateException("no upstream is asked here");
  }

  /** An empty database. */
  void reset() {
    try (Connection connection = connect("")) {
      execute(
          connection,
          "DROP DATABASE IF EXISTS " + DATABASE,
          "CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4");
    } catch (SQLException e) {
      throw new IllegalStateException("make an empty database", e);
    }
  }

  /** A bare connection to the database, as fast as the driver can make it. */
  Connection connect() throws SQLException {
    return connect(DATABASE);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        url
            + database
            + "?rewriteBatchedStatements=true&allowLoadLocalInfile=true&allowPublicKeyRetrieval=true"
            + "&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true",
        user,
        password);
  }

  void allowLoading(boolean allowed) {
    try (Connection connection = connect("")) {
      execute(connection, "SET GLOBAL local_infile = " + (allowed ? 1 : 0));
    } catch (SQLException e) {
      throw new IllegalStateException("set local_infile", e);
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
