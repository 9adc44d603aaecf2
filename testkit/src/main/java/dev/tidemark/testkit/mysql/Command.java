package dev.tidemark.testkit.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that runs to its end. */
final class Command {

  private Command() {}

  /**
   * @throws IllegalStateException with all that it said, if it fails
   */
  static void run(List<String> command, String purpose) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = Interruptions.none(process::waitFor);
      if (status != 0) {
        throw new IllegalStateException(
            "%s: %s ended with status %d: %s"
                .formatted(purpose, String.join(" ", command), status, said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(purpose, e);
    }
  }
}
