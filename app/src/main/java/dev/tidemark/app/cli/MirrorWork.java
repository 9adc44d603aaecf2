package dev.tidemark.app.cli;

import dev.tidemark.app.progress.MirrorProgress;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.Mirrors;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * What the commands have in common that work on mirrors: their options, one mirror after another.
 */
final class MirrorWork {

  @Mixin private ReplicaOptions replica = new ReplicaOptions();

  /** What is to be done to each mirror. */
  interface Job<T> {
    T on(Mirror mirror, Application application);
  }

  Setup setup(Outside outside) {
    return Setup.of(outside, replica.flags());
  }

  boolean json() {
    return replica.json();
  }

  /**
   * Does it to each of these mirrors; where one fails, the others are still seen to.
   *
   * @throws TidemarkException what went wrong, if this is about one mirror alone
   */
  <T> Results<T> run(Setup setup, CommandLine command, List<String> names, Job<T> job) {
    Outside outside = setup.outside();
    try (MirrorProgress progress =
            new MirrorProgress(command.getErr(), outside.clock(), outside.terminal());
        Application application = setup.openToMirror(json() ? Listener.NONE : progress)) {
      Mirrors mirrors = application.get(Mirrors.class);
      return Results.each(
          names, Results.Name::ofMirror, name -> job.on(mirrors.get(name), application));
    }
  }
}
