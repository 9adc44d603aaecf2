package dev.tidemark.core;

import java.util.List;

/** The configuration has problems; all of them are listed at once. */
public final class InvalidConfigurationException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  public InvalidConfigurationException(String subject, List<String> problems) {
    super("INVALID_CONFIGURATION", subject, problems);
  }
}
