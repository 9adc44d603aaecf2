package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.TidemarkException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * One run of Flyway over one file. Each step is a transaction of its own.
 *
 * @param attempted for messages: {@code prepare Tidemark's own tables}
 * @param location of the steps
 * @param history the table that says which steps were taken
 */
record FlywayRun(Path file, DataSource source, String attempted, String location, String history) {

  /** Of Tidemark's own tables. */
  static final String OWN_HISTORY = "_migration";

  /** The version of a file to which no step was done. */
  static final String FROM_THE_FIRST = "0";

  /**
   * Takes the steps that are missing.
   *
   * @param baseline up to where steps count as taken in a file that has tables but no history
   * @throws TidemarkException naming the step that failed, of which nothing is left
   */
  void migrate(String baseline) {
    migrate(baseline, MigrationVersion.LATEST, (version, connection) -> {});
  }

  /** What is done in the transaction of each step, before it. */
  interface Before {
    void step(MigrationVersion version, Connection connection);
  }

  /**
   * As {@link #migrate(String)}, up to this version.
   *
   * @throws TidemarkException also what {@code before} throws; of that step nothing is left
   */
  void migrate(String baseline, MigrationVersion upTo, Before before) {
    AtomicReference<String> step = new AtomicReference<>("");
    try {
      flyway(baseline).target(upTo).callbacks(new Watch(step, before)).load().migrate();
    } catch (FlywayException e) {
      throw failed(step.get(), e);
    }
  }

  /** The versions of all steps there are, in their order. */
  List<MigrationVersion> versions(String baseline) {
    return versions(flyway(baseline).load().info().all());
  }

  /** The versions of those that are not taken yet. */
  List<MigrationVersion> pending(String baseline) {
    return versions(flyway(baseline).load().info().pending());
  }

  private static List<MigrationVersion> versions(MigrationInfo[] steps) {
    return Arrays.stream(steps).map(MigrationInfo::getVersion).filter(Objects::nonNull).toList();
  }

  private FluentConfiguration flyway(String baseline) {
    return Flyway.configure(FlywayRun.class.getClassLoader())
        .dataSource(source)
        .locations(location)
        .failOnMissingLocations(true)
        .table(history)
        .baselineOnMigrate(true)
        .baselineVersion(baseline);
  }

  /** What Flyway itself says of the application's steps is for those who wrote them. */
  private TidemarkException failed(String step, FlywayException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof TidemarkException ours) {
        return ours;
      }
    }
    boolean ofTheDatabase =
        Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(SQLException.class::isInstance);
    if (ofTheDatabase || history.equals(OWN_HISTORY)) {
      return SqliteErrors.translate(attempted + step, file, failure);
    }
    String said = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
    return new IncompatibleReplicaException(
        "%s%s in %s: they do not fit the file (%s); correct them, or use the file they were written for"
            .formatted(attempted, step, file, said),
        failure);
  }

  /** Notes which step is being taken, and does what is to be done before it. */
  private record Watch(AtomicReference<String> step, Before before) implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      step.set(
          event == Event.BEFORE_EACH_MIGRATE
              ? ", step " + context.getMigrationInfo().getScript()
              : "");
      if (event == Event.BEFORE_EACH_MIGRATE) {
        before.step(context.getMigrationInfo().getVersion(), context.getConnection());
      }
    }

    @Override
    public String getCallbackName() {
      return "tidemark";
    }
  }
}
