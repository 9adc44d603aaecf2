package dev.tidemark.app.cli;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.app.config.Surroundings;
import dev.tidemark.app.report.Place;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Listener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = "Show a replica at work, with a small made-up PeeringDB on this machine.")
final class DemoCommand implements Runnable {

  private static final long SEED = 1;
  private static final double LARGEST = 2;
  private static final int FREE_PORT = 0;

  private final Outside outside;

  @Option(names = "--once", description = "Stop after two cycles; the replica is kept.")
  private boolean once;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "0.01",
      description = "Size of the sample; 1 is as large as PeeringDB. Default: ${DEFAULT-VALUE}.")
  private double scale;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory for a new replica; a temporary one by default.")
  private @Nullable Path data;

  @Spec private CommandSpec spec = CommandSpec.create();

  DemoCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    if (!(scale > 0 && scale <= LARGEST)) {
      throw new ParameterException(
          spec.commandLine(), "--scale: expected more than 0 and at most 2, found " + scale);
    }
    Path directory = directory();
    SyntheticData sample = SyntheticData.of(scale, SEED, outside.clock());
    try (SampleServer server =
        SampleServer.start(sample, SampleOptions.by(outside.clock()), FREE_PORT)) {
      Setup setup = setup(directory, server.base().toString());
      try (Application application = setup.openToSync(Listener.NONE)) {
        show(
            new Demo(setup, application, sample::advance, spec.commandLine().getOut()),
            server.base());
      }
    }
  }

  private void show(Demo demo, URI base) {
    try {
      demo.show(base);
      if (!once) {
        demo.keepGoing();
      }
    } finally {
      Thread.interrupted(); // has done its work, and would only disturb what is closed now
    }
  }

  /** What people configured for themselves is not for the demo. */
  private Setup setup(Path directory, String base) {
    Flags flags =
        new Flags()
            .set(Settings.DATA, "--data", directory.toString())
            .set(Settings.UPSTREAM_URL, "demo", base)
            .set(Settings.UPSTREAM_MIN_SPACING, "demo", "0s");
    return Setup.of(outside, Loaded.from(Surroundings.none(), flags, data -> StoredSettings.NONE));
  }

  /** Without a replica: what the sample invents must not mix with the rows of another upstream. */
  private Path directory() {
    if (data == null) {
      return temporary();
    }
    if (Files.exists(data.resolve(Place.DATABASE))) {
      throw new ParameterException(
          spec.commandLine(),
          "--data: expected a directory without a replica, found one in %s; name another directory"
              .formatted(data));
    }
    return data;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tidemark-demo-");
    } catch (IOException e) {
      Path parent = Path.of(System.getProperty("java.io.tmpdir"));
      throw new StorageException(
          "demo: cannot make a directory in " + parent + "; --data names another", false, e);
    }
  }
}
