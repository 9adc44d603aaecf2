package dev.tidemark.app.cli;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.edge.RollbackOrder;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "rollback",
    description = {
      "Serve the next older generation of a snapshot, while the edge runs or not.",
      "What was left is not taken again; the next newer one is."
    })
final class EdgeRollbackCommand implements Runnable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Outside outside;

  @Mixin private EdgeOptions options = new EdgeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which one; not needed if one alone is taken.")
  private @Nullable String given;

  EdgeRollbackCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Configuration configuration = Setup.load(outside, options.flags()).configuration();
    String name = name(ConfiguredEdge.names(configuration));
    String version = rollBack(configuration, name);
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      Json.print(Json.object("snapshot", name, "version", version), out);
    } else {
      out.println("%s is served at %s from now on".formatted(name, version));
    }
  }

  private String name(List<String> names) {
    if (given == null && names.size() == 1) {
      return names.get(0);
    }
    String problem =
        given == null
            ? "which one? there are " + String.join(", ", names)
            : "%s: none of this name is taken here%s".formatted(given, NearMiss.hint(given, names));
    if (given == null || !names.contains(given)) {
      throw new InvalidConfigurationException("snapshot", List.of(problem));
    }
    return given;
  }

  /** Whoever has the directory does it: this process, or else the edge that runs. */
  private String rollBack(Configuration configuration, String name) {
    try (Application application =
        Application.start(
            new AmbientModule(outside.clock(), Listener.NONE),
            EdgeSetup.snapshots(configuration))) {
      return application
          .get(SnapshotStore.class)
          .shelf(name)
          .rollBack()
          .manifest()
          .version()
          .toString();
    } catch (AlreadyRunningException running) {
      return new RollbackOrder(configuration.get(Settings.DATA), name).give(PATIENCE);
    }
  }
}
