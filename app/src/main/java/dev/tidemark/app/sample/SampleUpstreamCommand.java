package dev.tidemark.app.sample;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a sample upstream until it is interrupted. */
@Command(
    name = "sample-upstream",
    description = {
      "Serve an invented PeeringDB, or folders of JSON files, on this machine.",
      "It answers as the real API does, so that everything can be tried without a key or a wait.",
      "POST /api/_next moves it on: the invented data changes a little, folders go to the next."
    })
public final class SampleUpstreamCommand implements Runnable {

  private final Clock clock;
  private final String program;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8765",
      description = "Port on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description = "Size of the invented data, at most 2; 1 is 364,100 rows (default: 0.02).")
  private @Nullable Double scale;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Invent other data: the same scale and seed give the same (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "Serve the <type>.json files of this folder instead of invented data.")
  private @Nullable Path from;

  @Option(
      names = "--then",
      paramLabel = "DIR",
      description = "The folder to move on to; can be given several times.")
  private List<Path> then = new ArrayList<>();

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      defaultValue = "0",
      description = "Answer 429 to more requests than that (default: no limit).")
  private int requestsPerMinute;

  @Option(
      names = "--api-key",
      paramLabel = "K",
      description = "Accept only this key (default: every key).")
  private @Nullable String apiKey;

  /**
   * Times are stamped, and limits measured, by {@code clock}.
   *
   * @param program what people type to run this program
   */
  public SampleUpstreamCommand(Clock clock, String program) {
    this.clock = clock;
    this.program = program;
  }

  /** Returns when its thread is interrupted. */
  @Override
  public void run() {
    check();
    try (SampleServer server = SampleServer.start(data(), options(), port)) {
      Welcome.print(spec.commandLine().getOut(), server, program);
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() {
    require(port >= 0 && port <= 65_535, "--port must be from 0 to 65535");
    require(scale == null || scale > 0 && scale <= 2, "--scale must be more than 0 and at most 2");
    require(requestsPerMinute >= 0, "--requests-per-minute must not be negative");
    require(from != null || then.isEmpty(), "--then needs --from: the folder to start with");
    require(
        from == null || scale == null && seed == null,
        "--scale and --seed are for invented data and do not go with --from");
  }

  private void require(boolean right, String otherwise) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private SampleData data() {
    if (from == null) {
      return SyntheticData.of(scale == null ? 0.02 : scale, seed == null ? 1 : seed, clock);
    }
    List<Path> folders = new ArrayList<>(List.of(from));
    folders.addAll(then);
    return FolderData.open(folders, clock);
  }

  private SampleOptions options() {
    SampleOptions options = SampleOptions.by(clock).withRequestsPerMinute(requestsPerMinute);
    return apiKey == null ? options : options.withApiKey(apiKey);
  }
}
