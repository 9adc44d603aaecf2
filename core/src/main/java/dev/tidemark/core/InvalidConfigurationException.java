package dev.tidemark.core;

import java.util.List;

/** The configuration has problems; all of them are listed at once. */
public final class InvalidConfigurationException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  private final String[] problems;

  public InvalidConfigurationException(String subject, List<String> problems) {
    super(subject + ": " + String.join("; ", problems), null);
    this.problems = problems.toArray(String[]::new);
  }

  /** Every problem found, in the order of the document; never empty. */
  public List<String> problems() {
    return List.of(problems);
  }

  @Override
  public boolean retryable() {
    return false;
  }

  @Override
  public String code() {
    return "INVALID_CONFIGURATION";
  }
}
