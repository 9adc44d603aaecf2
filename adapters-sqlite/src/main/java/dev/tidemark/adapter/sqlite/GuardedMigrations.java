package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteStateConfig.Guard;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupTerms;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Runs migrations up to each that has a guard, fills the rollup of that, and goes on with the guard
 * in the transaction of the migration: what is written in between makes that fail, not pass.
 */
record GuardedMigrations(
    Path file, FlywayRun flyway, String baseline, List<Guard> guards, Clock clock) {

  private static final String HOLDER = "the migrations of this directory";

  void migrate() {
    for (Guard guard : inOrder()) {
      MigrationVersion version = version(guard);
      requireKnown(version);
      flyway.versions(baseline).stream()
          .filter(each -> each.compareTo(version) < 0)
          .reduce((one, later) -> later)
          .ifPresent(before -> flyway.migrate(baseline, before, this::require));
      if (flyway.pending(baseline).contains(version)) {
        fill(guard);
      }
    }
    flyway.migrate(baseline, MigrationVersion.LATEST, this::require);
  }

  /** A guard of nothing would let everything pass. */
  private void requireKnown(MigrationVersion version) {
    List<MigrationVersion> known = flyway.versions(baseline);
    if (!known.contains(version)) {
      throw new IllegalArgumentException(
          "guard migration %s of %s: there is none of this version, only %s"
              .formatted(version, file, known));
    }
  }

  private List<Guard> inOrder() {
    return guards.stream().sorted((one, other) -> version(one).compareTo(version(other))).toList();
  }

  private static MigrationVersion version(Guard guard) {
    return MigrationVersion.fromVersion(guard.version());
  }

  private void fill(Guard guard) {
    RollupFile access = new RollupFile(file, true);
    if (!access.read("look for the source", connection -> hasSource(connection, guard))) {
      return;
    }
    ScheduledExecutorService helper = Executors.newSingleThreadScheduledExecutor();
    try {
      Rollup rollup = rollup(guard, access, later(helper), helper);
      rollup.backfill(BackfillRequest.by(RollupPolicy.DEFAULTS));
      rollup.settle();
      rollup.verify(true);
    } finally {
      helper.shutdownNow();
    }
  }

  private static Scheduler later(ScheduledExecutorService helper) {
    return (delay, task) -> {
      Future<?> later = helper.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
      return () -> later.cancel(false);
    };
  }

  private static boolean hasSource(Connection connection, Guard guard) throws SQLException {
    return Shape.of(connection).has(guard.rollup().source().name());
  }

  private Rollup rollup(Guard guard, RollupAccess access, Scheduler scheduler, Executor helpers) {
    RollupTerms terms =
        new RollupTerms(
            HOLDER,
            () -> RollupPolicy.DEFAULTS,
            new Ambient(clock, scheduler, new Random()),
            helpers,
            guard.listener());
    String place = file.getFileName().toString();
    return Rollups.of(
            List.of(new SqliteRollupStore(place, access)),
            List.of(new PlacedRollup(guard.rollup(), place)),
            terms)
        .all()
        .get(0);
  }

  private void require(MigrationVersion version, Connection connection) {
    guards.stream()
        .filter(guard -> version(guard).equals(version))
        .forEach(guard -> require(guard, connection));
  }

  /** Reads alone, so there is no lease that somebody would have to renew. */
  private void require(Guard guard, Connection connection) {
    RollupConnection access = new RollupConnection(file, connection);
    if (access.read("look for the source", same -> hasSource(same, guard))) {
      rollup(guard, access, (delay, task) -> () -> {}, Runnable::run).requireSettled();
      if (guard.releases()) {
        access.read(
            "release the source",
            same -> {
              RollupRetirement.retire(same, guard.rollup().name());
              return true;
            });
      }
    }
  }
}
