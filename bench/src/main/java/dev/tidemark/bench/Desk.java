package dev.tidemark.bench;

import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A directory with a state in it, and bare files beside it to compare with. */
final class Desk implements AutoCloseable {

  static final EntityType SETTING =
      EntityType.named("setting").key("name").text("name", "value").build();

  static final List<EntityType> WEAK = List.of(type(1), type(2), type(3), type(4), type(5));

  private static final Schema STRONG = Schema.of("strong", SETTING);
  private static final int BOUND = 100_000;

  /** The last type is loaded, the others are in memory. */
  private static final StateSchema SCHEMA =
      StateSchema.of(STRONG, STRONG.below("weak", WEAK.toArray(EntityType[]::new)))
          .bounded(WEAK.get(4).name(), BOUND);

  private final Path directory;
  private final Application application;

  private Desk(Path directory, Application application) {
    this.directory = directory;
    this.application = application;
  }

  /** A fresh one, in which nothing is written unless it is asked for. */
  static Desk open() {
    try {
      Path directory = Files.createTempDirectory("tidemark-bench");
      FlushPolicy never = FlushPolicy.of(Long.MAX_VALUE, Duration.ofDays(1));
      return new Desk(
          directory,
          Application.start(
              new AmbientModule(Clock.systemUTC(), Listener.NONE),
              new StateModule(SCHEMA, new StateTerms(() -> never, RepairGuard.DEFAULTS)),
              new SqliteStateModule(SqliteStateConfig.in(directory))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StateEngine state() {
    return application.get(StateEngine.class);
  }

  /** A connection to a file of its own, with the pragmas of a tier. */
  Connection bare(String name, String synchronous) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(name));
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = " + synchronous);
      statement.execute("PRAGMA cache_size = -16384");
    }
    return connection;
  }

  private static EntityType type(int number) {
    return EntityType.named("type_" + number)
        .key("id")
        .text("id")
        .integer("hits", "errors", "latency")
        .real("share")
        .text("note")
        .build();
  }

  /** So many rows of a type, by key. */
  static List<Row> rows(EntityType type, int count, long turn) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          Row.of(
              type,
              Map.of(
                  "id",
                  String.format("%s-%08d", type.name(), i),
                  "hits",
                  turn + i,
                  "errors",
                  turn,
                  "latency",
                  turn * i,
                  "share",
                  i / (double) count,
                  "note",
                  "a text of usual length, " + i)));
    }
    return rows;
  }

  @Override
  public void close() {
    application.close();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
