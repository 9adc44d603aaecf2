package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.RollupPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the state lives, and what this process does with it: {@code state.db} holds the strong
 * tier, {@code cache.db} the weak one.
 *
 * @param directory the data directory; made when it is missing, unless read only
 * @param strongMigrations the application's own of the strong tier
 * @param weakMigrations the application's own of the weak tier
 */
public record SqliteStateConfig(
    Path directory,
    Access access,
    Optional<Migrations> strongMigrations,
    Optional<Migrations> weakMigrations) {

  /** What a process does with the state. The strong tier can be written by all who may write. */
  public enum Access {
    /** The weak tier is its own; nobody else can have it so, until it is closed. */
    EXCLUSIVE,
    /** Others write to the weak tier, too, each to keys of its own. */
    SHARED,
    /** It looks only: nothing is created or changed, and what is not there reads as empty. */
    READ_ONLY
  }

  /**
   * The application's own migrations of one file, run by Flyway before the tables are compared with
   * the schema. Their history is in {@code _application_migration}.
   *
   * @param location as Flyway has it: {@code classpath:com/example/state}
   * @param baselines how to know a file that is older than its history, the first that matches
   *     being the one; without a match, migrations run from the first
   * @param guards what must hold before some of them
   */
  public record Migrations(String location, List<Baseline> baselines, List<Guard> guards) {
    public Migrations {
      baselines = List.copyOf(baselines);
      guards = List.copyOf(guards);
    }

    public static Migrations in(String location, Baseline... baselines) {
      return new Migrations(location, List.of(baselines), List.of());
    }

    /** The same, with one more guard. */
    public Migrations with(Guard guard) {
      return new Migrations(
          location, baselines, Stream.concat(guards.stream(), Stream.of(guard)).toList());
    }
  }

  /**
   * That a migration runs only when a rollup of the same file holds all that its source does: it is
   * filled before, and in the transaction of the migration it is looked whether it really is. If
   * not, that fails with {@link dev.tidemark.core.RollupIncompleteException}, and the version stays
   * what it was. A source without rows, or that is not there, holds nothing back.
   *
   * <p>Where the migration removes rows of the source itself, the rollup must be archiving, or they
   * are removed from its sums at the next tick.
   *
   * @param version as Flyway has it: {@code 3}
   * @param listener hears how the filling goes
   * @param releases whether the triggers of the rollup are taken away before the migration, in its
   *     transaction: for one that drops the source or makes it anew, where they would be in the way
   */
  public record Guard(String version, RollupPlan rollup, Listener listener, boolean releases) {

    public Guard(String version, RollupPlan rollup, Listener listener) {
      this(version, rollup, listener, false);
    }

    /** The same, for a migration that drops the source or makes it anew. */
    public Guard releasing() {
      return new Guard(version, rollup, listener, true);
    }
  }

  /**
   * By what a file shows that migrations up to a version were done to it before there was a
   * history.
   *
   * @param version what is noted as done, as Flyway has it: {@code 3}
   * @param table there must be one of this name
   * @param columnsPresent the table must have these
   * @param columnsAbsent the table must not have any of these
   * @param before statements that make up for what the file lacks of that version
   */
  public record Baseline(
      String version,
      String table,
      List<String> columnsPresent,
      List<String> columnsAbsent,
      List<String> before) {
    public Baseline {
      columnsPresent = List.copyOf(columnsPresent);
      columnsAbsent = List.copyOf(columnsAbsent);
      before = List.copyOf(before);
    }
  }

  /** For the one whose weak tier it is. */
  public static SqliteStateConfig in(Path directory) {
    return new SqliteStateConfig(directory, Access.EXCLUSIVE, Optional.empty(), Optional.empty());
  }

  /** For one of several processes on this machine that write to different keys. */
  public SqliteStateConfig sharing() {
    return with(Access.SHARED);
  }

  /** For those who look, also while another process writes. */
  public SqliteStateConfig asReadOnly() {
    return with(Access.READ_ONLY);
  }

  public SqliteStateConfig withStrongMigrations(Migrations migrations) {
    return new SqliteStateConfig(directory, access, Optional.of(migrations), weakMigrations);
  }

  public SqliteStateConfig withWeakMigrations(Migrations migrations) {
    return new SqliteStateConfig(directory, access, strongMigrations, Optional.of(migrations));
  }

  private SqliteStateConfig with(Access other) {
    return new SqliteStateConfig(directory, other, strongMigrations, weakMigrations);
  }
}
