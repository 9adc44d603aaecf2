package dev.tidemark.bench;

import com.google.inject.Key;
import dev.tidemark.adapter.sqlite.SqliteRollupConfig;
import dev.tidemark.adapter.sqlite.SqliteRollupModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupTerms;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.time.Ambient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A rollup of events over a year in SQLite: filling it, beside one statement that adds up all of
 * them, and taking in changes of some cells, beside a history of a tenth. Prints a Markdown table.
 *
 * <p>Arguments: rounds (default 3), events (default 10,000,000), ten for each cell.
 */
public final class RollupBenchmark {

  private static final String PLAIN = "one INSERT ... SELECT ... GROUP BY of all events";
  private static final String BACKFILL = "backfill, by months";
  private static final String TICK = "tick that takes in changes of 1,000 cells";
  private static final String SMALL = "the same with a tenth of the history, at the same rate";

  private static final int TICKS = 50;
  private static final int CHANGED = 1_000;
  private static final int EVENTS_A_CELL = 10;
  private static final long SECONDS_A_YEAR = 365 * 24 * 3_600;

  private static final EntityType EVENT =
      EntityType.named("event")
          .key("id")
          .integer("id", "kind", "amount")
          .instant("at", Precision.SECONDS)
          .build();

  private static final RollupPlan PLAN =
      RollupPlan.of(
          RollupDefinition.named("events")
              .of("event", "at")
              .key("kind", "kind")
              .count("events")
              .sum("amount", "amount")
              .build(),
          List.of(EVENT));

  private final Medians figures = new Medians();
  private final int rounds;
  private final long events;

  private RollupBenchmark(int rounds, long events) {
    this.rounds = rounds;
    this.events = events;
  }

  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    long events = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10_000_000;
    new RollupBenchmark(rounds, events).run();
  }

  private void run() {
    Bench.inFreshDirectory(directory -> fillAndTick(directory, events / 10, SMALL, 1));
    Bench.inFreshDirectory(directory -> fillAndTick(directory, events, TICK, rounds));
    figures.row(PLAIN, "", "");
    figures.row(BACKFILL, figures.median(PLAIN), "of it", "at most 1.5");
    figures.row(SMALL, "", "");
    figures.row(TICK, figures.median(SMALL), "of that", "under 100 ms; flat");
    System.out.print(figures.table());
  }

  private void fillAndTick(Path directory, long count, String tick, int times) {
    Path file = directory.resolve("events.db");
    long cells = make(file, count);
    System.err.printf("%,d events in %,d cells%n", count, cells);
    ExecutorService helper = Executors.newSingleThreadExecutor();
    try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file);
        Application application = application(file)) {
      number(source, "SELECT count(*) FROM sqlite_schema"); // open, as whoever writes events has it
      Rollup rollup = rollup(application, helper);
      rollup.backfill(BackfillRequest.by(RollupPolicy.DEFAULTS));
      if (count == events) {
        for (int round = 0; round < times; round++) {
          measure(PLAIN, () -> plain(file));
          measure(
              BACKFILL,
              () -> {
                execute(file, "DELETE FROM _rollup_events");
                rollup.backfill(BackfillRequest.by(RollupPolicy.DEFAULTS).again());
              });
        }
      }
      for (int i = 0; i < TICKS; i++) {
        change(file, count, i);
        measure(tick, () -> tick(rollup));
      }
      requireExact(file);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      helper.shutdownNow();
    }
  }

  private static Application application(Path file) {
    return Application.start(
        new AmbientModule(Clock.systemUTC(), Listener.NONE),
        new SqliteRollupModule(new SqliteRollupConfig("events", file, false)));
  }

  private static Rollup rollup(Application application, ExecutorService helper) {
    RollupTerms terms =
        new RollupTerms(
            "the benchmark",
            () -> RollupPolicy.DEFAULTS,
            application.get(Ambient.class),
            helper,
            Listener.NONE);
    Set<RollupStore> stores = application.get(new Key<Set<RollupStore>>() {});
    return Rollups.of(stores, List.of(new PlacedRollup(PLAN, "events")), terms).all().get(0);
  }

  private static void tick(Rollup rollup) {
    if (!(rollup.tick() instanceof Tick.Ran ran) || ran.cells() < CHANGED * 9 / 10 || ran.more()) {
      throw new IllegalStateException("expected a tick of about " + CHANGED + " cells");
    }
  }

  private void measure(String what, Runnable work) {
    long began = System.nanoTime();
    work.run();
    figures.add(what, (System.nanoTime() - began) / 1e6);
  }

  /**
   * In the order of their times, as events come, with as many kinds as give the cells. Fewer events
   * are of a shorter time, at the same rate.
   */
  private long make(Path file, long count) {
    long kinds = Math.max(1, events / EVENTS_A_CELL / (365 * 24));
    execute(
        file,
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE event (id INTEGER PRIMARY KEY, kind INTEGER, amount INTEGER, at TEXT) STRICT",
        """
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)
        INSERT INTO event SELECT i + 1, abs(random()) %% %d, abs(random()) %% 1000,
          strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 1735689600 + i * %d / %1$d, 'unixepoch') FROM n"""
            .formatted(count, kinds, SECONDS_A_YEAR * count / events),
        "CREATE TABLE plain (bucket TEXT, kind INTEGER, events INTEGER, amount INTEGER, PRIMARY KEY (bucket, kind)) STRICT");
    return number(
        file, "SELECT count(*) FROM (SELECT 1 FROM event GROUP BY substr(at, 1, 13), kind)");
  }

  private static void plain(Path file) {
    execute(
        file,
        "DELETE FROM plain",
        "INSERT INTO plain SELECT substr(at, 1, 13) || ':00:00Z', kind, count(*), sum(amount) FROM event GROUP BY substr(at, 1, 13), kind");
  }

  /** One event of each of so many cells all over the year, other ones each time. */
  private static void change(Path file, long count, int time) {
    long step = count / CHANGED;
    execute(
        file,
        "UPDATE event SET amount = amount + 1 WHERE id IN (WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1) SELECT 1 + i * %d + %d FROM n)"
            .formatted(CHANGED, step, time * 7 % step));
  }

  private static void requireExact(Path file) {
    execute(file, "DELETE FROM plain");
    plain(file);
    long differing =
        number(
            file, "SELECT count(*) FROM (SELECT * FROM plain EXCEPT SELECT * FROM _rollup_events)");
    if (differing > 0) {
      throw new IllegalStateException(differing + " cells differ from a direct query");
    }
  }

  private static void execute(Path file, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA cache_size = -16384");
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(Path file, String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      return number(connection, query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.getLong(1);
    }
  }
}
