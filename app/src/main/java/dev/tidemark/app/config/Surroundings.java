package dev.tidemark.app.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command runs.
 *
 * @param environment the environment variables
 * @param directory where {@code tidemark.yaml} is looked for
 */
public record Surroundings(Map<String, String> environment, Path directory) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** A place where nobody has set anything. */
  public static Surroundings none() {
    return new Surroundings(Map.of(), Path.of("nowhere"));
  }
}
