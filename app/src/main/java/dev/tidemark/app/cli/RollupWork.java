package dev.tidemark.app.cli;

import dev.tidemark.app.progress.RollupProgress;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.RollupReport;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Rollups;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * What the commands have in common that work on rollups: their options, one rollup after another.
 */
final class RollupWork {

  @Mixin private ReplicaOptions replica = new ReplicaOptions();

  /** What is to be done to all rollups that are meant. */
  interface Job<T> {

    /**
     * @param progress has heard what the rollups told
     */
    T on(List<Rollup> rollups, RollupProgress progress);
  }

  Setup setup(Outside outside) {
    return Setup.of(outside, replica.flags());
  }

  boolean json() {
    return replica.json();
  }

  /** Does it to all of these names at once. */
  <T> T with(Setup setup, CommandLine command, List<String> names, Job<T> job) {
    Outside outside = setup.outside();
    try (RollupProgress progress = new RollupProgress(command.getErr(), outside.terminal());
        Application application = setup.openToRollUp(json() ? Listener.NONE : progress)) {
      return job.on(RollupNames.of(application.get(Rollups.class)).allOr(names), progress);
    }
  }

  /** Does it to each; where one fails, the others are still seen to. */
  <T> Results<T> each(
      Setup setup, CommandLine command, List<String> names, Function<Rollup, T> job) {
    return with(setup, command, names, (rollups, progress) -> each(rollups, job));
  }

  static <T> Results<T> each(List<Rollup> rollups, Function<Rollup, T> job) {
    return Results.each(rollups, RollupWork::name, job);
  }

  private static Results.Name name(Rollup rollup) {
    return new Results.Name(
        RollupReport.title(rollup.plan(), rollup.place()),
        RollupReport.name(rollup.name(), rollup.place()));
  }

  static RollupReport.Reader reader(Setup setup) {
    return new RollupReport.Reader(Moment.of(setup.outside().clock()), setup.place());
  }

  static RollupReport report(Rollup rollup, Setup setup) {
    return new RollupReport(
        rollup.plan(),
        rollup.place(),
        rollup.standing(),
        RollupPolicy.DEFAULTS.alarm(),
        reader(setup));
  }

  /** Warnings go where they do no harm to what is read by machines. */
  static void warn(RollupReport report, CommandLine command) {
    report.warnings().forEach(each -> command.getErr().println("warning: " + each));
  }

  /**
   * Refuses what would say too little.
   *
   * @throws RollupIncompleteException if it was never filled
   */
  static void requireFilled(RollupReport report, String attempted) {
    if (!report.standing().isComplete()) {
      throw new RollupIncompleteException(attempted + " " + report.warnings().get(0));
    }
  }
}
