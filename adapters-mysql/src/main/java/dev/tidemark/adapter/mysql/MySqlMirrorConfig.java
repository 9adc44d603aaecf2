package dev.tidemark.adapter.mysql;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One mirror in a MySQL or MariaDB database.
 *
 * @param name how it is called: {@code reporting}
 * @param prefix what the names of its tables begin with; empty for nothing
 * @param comparisonLimit how long one statement that compares rows may hold the server, at least a
 *     millisecond
 * @param busyThreads comparisons wait while the server runs more threads than this
 */
public record MySqlMirrorConfig(
    String name, MySqlConfig database, String prefix, Duration comparisonLimit, int busyThreads) {

  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
  private static final int MANY_THREADS = 25;
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_]{0,30}");

  public MySqlMirrorConfig {
    require(!name.isBlank(), "the mirror's name is blank, expected a word");
    require(
        PREFIX.matcher(prefix).matches(),
        "the prefix \"" + prefix + "\" is none, expected letters, digits or _, at most 30 in all");
    require(
        comparisonLimit.toMillis() > 0,
        "the limit of a comparison is " + comparisonLimit + ", expected a millisecond or more");
    require(busyThreads > 0, "busy above " + busyThreads + " threads, expected 1 or more");
  }

  /** Without a prefix; half a second for each comparison, none above 25 running threads. */
  public static MySqlMirrorConfig of(String name, MySqlConfig database) {
    return new MySqlMirrorConfig(name, database, "", HALF_A_SECOND, MANY_THREADS);
  }

  public MySqlMirrorConfig withPrefix(String text) {
    return new MySqlMirrorConfig(name, database, text, comparisonLimit, busyThreads);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
