package dev.tidemark.core;

import java.util.List;

/** Something that a person wrote has problems; all of them are listed at once. */
public abstract sealed class InvalidInputException extends TidemarkException
    permits InvalidConfigurationException, InvalidSchemaException {

  private static final long serialVersionUID = 1L;

  private final String subject;
  private final String[] problems;

  InvalidInputException(String code, String subject, List<String> problems) {
    super(code, false, subject + ": " + String.join("; ", problems), null);
    this.subject = subject;
    this.problems = problems.toArray(String[]::new);
  }

  /** What has the problems: {@code configuration}, {@code schema net.yaml}. */
  public String subject() {
    return subject;
  }

  /** Every problem found, in the order of the document; never empty. */
  public List<String> problems() {
    return List.of(problems);
  }
}
