package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteStateConfig.Baseline;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs the migrations of the application over a file, which may be older than their history. */
record ApplicationMigrations(Migrations migrations, Clock clock) {

  static final String HISTORY = "_application_migration";

  /** Whether a table is one of those by which a file without history is known. */
  boolean knows(String table) {
    return migrations.baselines().stream().anyMatch(each -> each.table().equals(table));
  }

  void run(Path file, DataSource source) throws SQLException {
    String baseline;
    try (Connection connection = source.getConnection()) {
      baseline = baseline(connection, file);
    }
    FlywayRun run =
        new FlywayRun(
            file, source, "run the application's migrations", migrations.location(), HISTORY);
    new GuardedMigrations(file, run, baseline, migrations.guards(), clock).migrate();
  }

  /** What was recorded stands, whatever the tables look like. */
  private String baseline(Connection connection, Path file) throws SQLException {
    Shape shape = Shape.of(connection);
    if (shape.has(HISTORY)
        && Connections.number(connection, "SELECT count(*) FROM " + HISTORY) > 0) {
      return FlywayRun.FROM_THE_FIRST;
    }
    Optional<Baseline> match =
        migrations.baselines().stream().filter(each -> matches(each, shape)).findFirst();
    makeUp(connection, file, match);
    return match.map(Baseline::version).orElse(FlywayRun.FROM_THE_FIRST);
  }

  private static boolean matches(Baseline baseline, Shape shape) {
    var columns = shape.columns(baseline.table()).keySet().stream().toList();
    return shape.has(baseline.table())
        && columns.containsAll(baseline.columnsPresent())
        && baseline.columnsAbsent().stream().noneMatch(columns::contains);
  }

  /** A history without a row is none, but Flyway takes no other for one. */
  private static void makeUp(Connection connection, Path file, Optional<Baseline> match)
      throws SQLException {
    try {
      ReplicaDatabase.commit(
          connection,
          ReplicaDatabase.TO_WRITE,
          same -> {
            Connections.execute(same, "DROP TABLE IF EXISTS " + HISTORY);
            return match.isPresent() ? execute(same, match.get()) : null;
          });
    } catch (SQLException e) {
      String step = match.map(each -> ", step before " + each.version()).orElse("");
      throw SqliteErrors.translate("run the application's migrations" + step, file, e);
    }
  }

  private static @Nullable Void execute(Connection connection, Baseline baseline)
      throws SQLException {
    Connections.execute(connection, baseline.before());
    return null;
  }
}
