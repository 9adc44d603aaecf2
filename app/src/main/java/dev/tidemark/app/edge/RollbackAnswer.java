package dev.tidemark.app.edge;

import dev.tidemark.core.NotFoundException;

/**
 * What became of an order to roll back.
 *
 * @param done whether it was followed
 * @param text the version that is served now, or why nothing has changed
 */
record RollbackAnswer(boolean done, String text) {

  private static final String DONE = "served ";
  private static final String REFUSED = "refused ";

  static RollbackAnswer parse(String line) {
    return line.startsWith(DONE)
        ? new RollbackAnswer(true, line.substring(DONE.length()))
        : new RollbackAnswer(
            false, line.startsWith(REFUSED) ? line.substring(REFUSED.length()) : line);
  }

  /**
   * @throws NotFoundException if it was not followed
   */
  String served() {
    if (!done) {
      throw new NotFoundException(text);
    }
    return text;
  }

  /** The form that {@link #parse} takes. */
  @Override
  public String toString() {
    return (done ? DONE : REFUSED) + text;
  }
}
