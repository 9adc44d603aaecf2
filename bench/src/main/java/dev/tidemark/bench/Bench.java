package dev.tidemark.bench;

import com.google.inject.Module;
import dev.tidemark.adapter.http.HttpUpstreamConfig;
import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.adapter.http.HttpUpstreamModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.assembly.SyncModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The application that is measured, as an author would put it together. */
final class Bench {

  private Bench() {}

  static Schema schema() {
    return SchemaLoader.load(SchemaLoader.SHIPPED);
  }

  static Application application(Schema schema, URI upstream, Path directory, Listener listener) {
    Module ambient = new AmbientModule(Clock.systemUTC(), listener);
    return Application.start(
        ambient,
        new SyncModule(schema, SyncPolicy.defaults()),
        new SqliteModule(SqliteConfig.in(directory)),
        new StateModule(SyncState.schema()),
        new HttpUpstreamModule(
            HttpUpstreamConfig.of(upstream)
                .withApiKey(new ApiKey("any")) // with one, no row is hidden
                .withMinSpacing(Duration.ZERO)));
  }

  /** Stores copies of rows under keys that the upstream does not know. */
  static void inventRows(Path directory, String type, int rows) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("replica.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TEMP TABLE invented AS SELECT * FROM %s LIMIT %s".formatted(type, rows));
      statement.executeUpdate("UPDATE invented SET id = id + 100000000");
      statement.executeUpdate("INSERT INTO " + type + " SELECT * FROM invented");
    } catch (SQLException e) {
      throw new IllegalStateException("invent rows of " + type, e);
    }
  }

  /** Applies rows as one cycle, those of a parent before those that refer to them. */
  static Applied apply(ReplicaStore store, long cycle, Stream<Row> rows) {
    try (Staging staging = store.stage(Mode.INCREMENTAL)) {
      Map<EntityType, RowSink> sinks = new HashMap<>();
      rows.forEach(
          row ->
              sinks.computeIfAbsent(row.type(), type -> staging.sink(type, Source.LIVE)).row(row));
      Clock clock = Clock.systemUTC();
      return store.apply(
          staging,
          new ApplyPlan(
              cycle,
              clock.instant(),
              clock.instant().plusSeconds(86_400),
              sinks.keySet(),
              Map.of(),
              Set.of(),
              Optional.empty(),
              "bench"));
    }
  }

  static void inFreshDirectory(Consumer<Path> work) {
    try {
      Path directory = Files.createTempDirectory("tidemark-bench");
      try {
        work.accept(directory);
      } finally {
        try (Stream<Path> files = Files.walk(directory)) {
          files.sorted(Comparator.reverseOrder()).forEach(Bench::delete);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Milliseconds that the work takes; the collector runs before, not in it. */
  static double time(Runnable work) {
    System.gc();
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  static void print(String name, double value) {
    System.out.println(name + " " + value);
  }
}
