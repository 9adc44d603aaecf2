package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.FileMark.State;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.state.StateSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/**
 * One of the two files of the state: what it is called, what is in it, and how it becomes that.
 *
 * @param scripts folder of the steps that make Tidemark's own tables
 * @param durable whether each commit survives a failure of power
 * @param damaged what to do when it is damaged, for messages
 */
record StateFile(
    Path path,
    FileMark mark,
    TierTables tables,
    String scripts,
    Optional<ApplicationMigrations> migrations,
    boolean durable,
    String damaged) {

  static final String STRONG = "state.db";
  static final String WEAK = "cache.db";

  /** "Tids" and "Tidw" in ASCII. */
  static final FileMark STRONG_MARK = new FileMark("the strong state", 0x54696473, 1);

  static final FileMark WEAK_MARK = new FileMark("the weak state", 0x54696477, 1);

  private static final String FOLDER = "dev/tidemark/adapter/sqlite/";

  static StateFile strong(SqliteStateConfig config, StateSchema schema, Clock clock) {
    return new StateFile(
        directory(config).resolve(STRONG),
        STRONG_MARK,
        new TierTables(schema.strong(), true, clock),
        FOLDER + "state",
        config.strongMigrations().map(own -> new ApplicationMigrations(own, clock)),
        true,
        "restore it from a backup, or move it away to begin with an empty one");
  }

  static StateFile weak(SqliteStateConfig config, StateSchema schema, Clock clock) {
    return new StateFile(
        directory(config).resolve(WEAK),
        WEAK_MARK,
        new TierTables(schema.weak(), false, clock),
        FOLDER + "cache",
        config.weakMigrations().map(own -> new ApplicationMigrations(own, clock)),
        false,
        "the next flush makes it anew");
  }

  private static Path directory(SqliteStateConfig config) {
    return config.directory().toAbsolutePath().normalize();
  }

  /** Whether there is anything to read. */
  boolean isThere() {
    return path.toFile().length() > 0;
  }

  /**
   * Makes it, takes it over or brings it up to date, as it takes; a process that dies in between
   * leaves what the next one goes on with. Only in an {@link OpeningTurn}.
   */
  OpenFile prepare() throws SQLException, IOException {
    State found = mark.inspect(path);
    if (found == State.UNMARKED) {
      requireKnown();
    } else if (found != State.CURRENT && found != State.OUTDATED) {
      sign();
    }
    if (migrations.isPresent()) {
      migrations.get().run(path, Connections.stateSource(path, durable));
    }
    boolean complete = isComplete();
    if (found != State.CURRENT) {
      sign();
      makeOwnTables();
    }
    if (!complete) {
      evolve();
    }
    return OpenFile.at(path);
  }

  /** Refuses what is somebody else's before anything is done to it. */
  void requireKnown() throws SQLException {
    try (Connection connection = Connections.reader(path)) {
      boolean known =
          Shape.of(connection).tables().stream()
              .anyMatch(
                  table ->
                      tables.isOneOfThem(table)
                          || migrations.filter(own -> own.knows(table)).isPresent());
      if (!known) {
        throw mark.ofAnotherProgram(path, 0);
      }
    }
  }

  /** Whether the tables are those of the schema; refused if they cannot become them. */
  private boolean isComplete() throws SQLException {
    try (Connection connection = Connections.reader(path)) {
      return tables.accepted(connection).statements().isEmpty();
    }
  }

  /** Before anything else is in the file, so that a kill at any point leaves a file we know. */
  private void sign() throws SQLException {
    try (Connection connection = Connections.stateSource(path, durable).getConnection()) {
      Connections.execute(connection, mark.statement());
    }
  }

  private void makeOwnTables() {
    new FlywayRun(
            path,
            Connections.stateSource(path, durable),
            "prepare Tidemark's own tables",
            "classpath:" + scripts,
            FlywayRun.OWN_HISTORY)
        .migrate(FlywayRun.FROM_THE_FIRST);
  }

  private void evolve() throws SQLException {
    try (Connection connection = Connections.state(path, durable)) {
      ReplicaDatabase.commit(
          connection,
          ReplicaDatabase.TO_WRITE,
          same -> {
            tables.evolve(same);
            return true;
          });
    }
  }

  /** Refuses a file that somebody who only looks cannot use. */
  void requireReadable(Path same) {
    try {
      State found = mark.inspect(same);
      if (found == State.UNMARKED) {
        requireKnown();
      }
      if (found != State.CURRENT) {
        throw new StorageException(
            "read %s in %s: it is not made yet, or of an older version; open it for writing first"
                .formatted(mark.what(), path),
            false);
      }
    } catch (SQLException e) {
      throw translate("read " + mark.what(), e);
    } catch (IOException e) {
      throw translate("read " + mark.what(), e);
    }
  }

  TidemarkException translate(String attempted, SQLException cause) {
    return SqliteErrors.isDamage(cause)
        ? new StorageException(
            "%s in %s: the file is damaged or no SQLite database; %s"
                .formatted(attempted, path, damaged),
            false,
            cause)
        : SqliteErrors.translate(attempted, path, cause);
  }

  TidemarkException translate(String attempted, IOException cause) {
    return SqliteErrors.translate(attempted, path, cause);
  }

  /** A database that is nowhere with the tables that this has, and nothing in them. */
  Connection empty() throws SQLException, IOException {
    Connection connection = Connections.nowhere();
    try {
      Connections.script(connection, "/" + scripts + "/V1__" + folder() + ".sql");
      Connections.execute(connection, tables.create());
      return connection;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private String folder() {
    return scripts.substring(FOLDER.length());
  }

  static void makeDirectory(SqliteStateConfig config) {
    try {
      Files.createDirectories(directory(config));
    } catch (IOException e) {
      throw SqliteErrors.translate("take the data directory", directory(config), e);
    }
  }
}
