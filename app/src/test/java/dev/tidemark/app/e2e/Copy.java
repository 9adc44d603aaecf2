package dev.tidemark.app.e2e;

import com.google.inject.Module;
import dev.tidemark.adapter.http.HttpUpstreamConfig;
import dev.tidemark.adapter.http.HttpUpstreamModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.assembly.SyncModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Mode;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A data directory, synced by an application of the real modules and read with plain SQL. */
record Copy(Path directory, Schema schema) {

  SyncReport sync(URI upstream, Mode mode) {
    Module ambient = new AmbientModule(Clock.systemUTC(), Listener.NONE);
    try (Application application =
        Application.start(
            ambient,
            new SyncModule(schema, SyncPolicy.defaults()),
            new SqliteModule(SqliteConfig.in(directory)),
            new StateModule(SyncState.schema()),
            new HttpUpstreamModule(
                HttpUpstreamConfig.of(upstream).withMinSpacing(Duration.ZERO)))) {
      return application.get(SyncReplica.class).sync(mode);
    }
  }

  /** The rows of a query, each by column. */
  List<Map<String, @Nullable Object>> query(String sql) {
    return query("replica.db", sql);
  }

  /** The rows of a query of another file. */
  List<Map<String, @Nullable Object>> query(String file, String sql) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(file));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.put(result.getMetaData().getColumnName(i), result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** The one number that a query gives. */
  long number(String sql) {
    return number(query(sql));
  }

  /** The same of a query of the weak state. */
  long numberOfCache(String sql) {
    return number(query("cache.db", sql));
  }

  private static long number(List<Map<String, @Nullable Object>> rows) {
    return ((Number) Objects.requireNonNull(rows.get(0).values().iterator().next())).longValue();
  }
}
