package dev.tidemark.app.cli;

import dev.tidemark.app.config.Values;
import dev.tidemark.app.report.ReachedReport;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.mirror.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "wait",
    description = {
      "Wait until a mirror has what the replica has: for scripts that read there what they wrote"
          + " here.",
      "Exits with 1 if it has not when the time is over. serve, or a backfill, brings it there."
    })
final class MirrorWaitCommand implements Callable<Integer> {

  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int MILLIS_UNTIL_ASKED_AGAIN = 500;

  private final Outside outside;

  @Mixin private MirrorWork work = new MirrorWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one; without it, all.")
  private @Nullable String name;

  @Option(
      names = "--position",
      paramLabel = "P",
      description = "Position of the change feed; without it, the end of the feed now.")
  private @Nullable Long position;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      defaultValue = "30s",
      description = "How long to wait, all in all: 500ms, 30s, 5m. Default: ${DEFAULT-VALUE}.")
  private String timeout = "";

  MirrorWaitCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Duration patience = patience();
    if (position != null && position < 0) {
      throw new ParameterException(spec.commandLine(), "--position must not be negative");
    }
    Setup setup = work.setup(outside);
    List<String> names = new MirrorNames(setup.configuration()).allOr(name);
    Instant until = outside.clock().instant().plus(patience);
    Results<ReachedReport> results =
        work.run(
            setup,
            spec.commandLine(),
            names,
            (mirror, application) -> wait(mirror, wanted(application), until, patience));
    results.show(
        work.json(),
        ReachedReport::json,
        (report, out) -> report.print(out, spec.commandLine().getErr()),
        spec.commandLine());
    return results.exitCode(each -> each.reached() ? 0 : Failures.FAILED);
  }

  private Duration patience() {
    try {
      return Values.duration(timeout);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--timeout: " + e.getMessage(), e);
    }
  }

  private Position wanted(Application application) {
    return position == null ? application.get(ChangeFeed.class).latest() : new Position(position);
  }

  /**
   * @throws MirrorUnavailableException if its database is away when the time is over
   */
  private ReachedReport wait(Mirror mirror, Position wanted, Instant until, Duration patience) {
    while (true) {
      try {
        boolean reached = mirror.await(wanted, left(until));
        return new ReachedReport(mirror.status(), wanted, reached, patience);
      } catch (MirrorUnavailableException away) {
        if (left(until).isZero()) {
          throw away;
        }
        pause();
      }
    }
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(outside.clock().instant(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static void pause() {
    try {
      NEVER.await(MILLIS_UNTIL_ASKED_AGAIN, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new CancelledException("wait for a mirror: stopped");
    }
  }
}
