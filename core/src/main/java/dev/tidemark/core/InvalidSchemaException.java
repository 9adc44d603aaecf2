package dev.tidemark.core;

import java.util.List;

/** The schema has problems; all of them are listed at once. */
public final class InvalidSchemaException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  public InvalidSchemaException(String subject, List<String> problems) {
    super("INVALID_SCHEMA", subject, problems);
  }
}
