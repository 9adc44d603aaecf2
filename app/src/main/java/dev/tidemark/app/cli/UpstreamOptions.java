package dev.tidemark.app.cli;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that asks the upstream. */
final class UpstreamOptions {

  @Option(
      names = "--upstream",
      paramLabel = "URL",
      description = "Base address of the API: https://www.peeringdb.com/api")
  private @Nullable String upstream;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "File that holds the API key, and nothing else.")
  private @Nullable String apiKeyFile;

  Flags addTo(Flags flags) {
    return flags
        .set(Settings.UPSTREAM_URL, "--upstream", upstream)
        .setFromFile(Settings.UPSTREAM_API_KEY, "--api-key-file", apiKeyFile);
  }
}
