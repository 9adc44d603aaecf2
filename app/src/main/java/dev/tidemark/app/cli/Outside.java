package dev.tidemark.app.cli;

import dev.tidemark.app.config.Surroundings;
import dev.tidemark.app.text.Screen;
import java.time.Clock;

/**
 * What the commands get from the world around them.
 *
 * @param program what people type to run this program: {@code ./tidemark}
 * @param clock in the zone in which times are shown
 * @param terminal whether a person watches standard error, so that bars may move there
 * @param columns of the terminal that shows standard output; 0 if none does
 */
public record Outside(
    Adapters adapters,
    Surroundings surroundings,
    String program,
    Clock clock,
    boolean terminal,
    int columns) {

  /** One whose standard output is a file or a pipe. */
  public Outside(
      Adapters adapters, Surroundings surroundings, String program, Clock clock, boolean terminal) {
    this(adapters, surroundings, program, clock, terminal, 0);
  }

  /** What standard output is shown on. */
  Screen screen() {
    boolean isPlain = !surroundings.environment().getOrDefault(NO_COLOR, "").isEmpty();
    return columns == 0 ? Screen.PLAIN : new Screen(columns, !isPlain);
  }

  /** What people set who want no colours: no-color.org. */
  private static final String NO_COLOR = "NO_COLOR";
}
