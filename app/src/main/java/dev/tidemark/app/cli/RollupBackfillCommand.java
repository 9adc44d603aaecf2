package dev.tidemark.app.cli;

import dev.tidemark.app.config.Values;
import dev.tidemark.app.progress.RollupProgress;
import dev.tidemark.app.report.FilledReport;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backfill",
    description = {
      "Fill a rollup with what happened before it was kept, part by part.",
      "Stopped, it goes on where it was the next time. Does nothing where all is done."
    })
final class RollupBackfillCommand implements Callable<Integer> {

  private static final String COMMAND = "rollup backfill ";

  private final Outside outside;

  @Mixin private RollupWork work = new RollupWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1", paramLabel = "NAME", description = "Which one.")
  private String name = "";

  @Option(names = "--dry-run", description = "Write nothing, and say what would be computed.")
  private boolean dryRun;

  @Option(names = "--again", description = "Compute all once more, also what was done.")
  private boolean again;

  @Option(
      names = "--by",
      paramLabel = "month|day",
      description = "How much time one part is. Default: month.")
  private @Nullable String by;

  @Option(
      names = "--pause",
      paramLabel = "D",
      description = "How long to leave the database alone between two parts: 500ms, 1s.")
  private @Nullable String pause;

  RollupBackfillCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    BackfillRequest request = request();
    Setup setup = work.setup(outside);
    Results<FilledReport> results =
        work.with(
            setup,
            spec.commandLine(),
            List.of(name),
            (rollups, progress) ->
                RollupWork.each(rollups, rollup -> fill(rollup, request, setup, progress)));
    results.show(work.json(), FilledReport::json, FilledReport::print, spec.commandLine());
    return results.exitCode(report -> 0);
  }

  private BackfillRequest request() {
    BackfillRequest usual = BackfillRequest.by(RollupPolicy.DEFAULTS);
    BackfillRequest request = usual.in(slice(usual.slice()), pause(usual.pause()));
    BackfillRequest repeated = again ? request.again() : request;
    return dryRun ? repeated.dryRun() : repeated;
  }

  private Slice slice(Slice usual) {
    if (by == null) {
      return usual;
    }
    return switch (by) {
      case "month" -> Slice.MONTH;
      case "day" -> Slice.DAY;
      default -> throw wrong("--by: expected month or day, found \"%s\"".formatted(by));
    };
  }

  private Duration pause(Duration usual) {
    try {
      return pause == null ? usual : Values.duration(pause);
    } catch (IllegalArgumentException e) {
      throw wrong("--pause: " + e.getMessage());
    }
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private FilledReport fill(
      Rollup rollup, BackfillRequest request, Setup setup, RollupProgress progress) {
    try {
      return new FilledReport(
          rollup.plan(), rollup.place(), rollup.backfill(request), RollupWork.reader(setup));
    } catch (CancelledException stopped) {
      throw new CancelledException(
          "%s; %s; to go on: %s"
              .formatted(stopped.getMessage(), done(progress), toGoOn(request, setup)),
          stopped);
    }
  }

  private static String done(RollupProgress progress) {
    return progress
        .last()
        .map(last -> "%d of %d parts are done and stay".formatted(last.done(), last.parts()))
        .orElse("what was done before stays");
  }

  /** Without {@code --again}, which would begin anew; in the same parts, so that none is lost. */
  private String toGoOn(BackfillRequest request, Setup setup) {
    String parts = by == null ? "" : " --by " + request.slice().name().toLowerCase(Locale.ROOT);
    return setup.place().command(COMMAND + name + parts);
  }
}
