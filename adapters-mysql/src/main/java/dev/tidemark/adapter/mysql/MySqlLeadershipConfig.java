package dev.tidemark.adapter.mysql;

import java.util.regex.Pattern;

/**
 * What processes compete for.
 *
 * @param server where the lock and the terms are; all have to ask the same server, since a lock is
 *     not replicated
 * @param name the same for all who compete, at most 64 characters; others do not matter to them
 * @param tablePrefix of the table {@code _leadership} that keeps the terms: at most 32 letters,
 *     digits and underscores
 */
public record MySqlLeadershipConfig(MySqlConfig server, String name, String tablePrefix) {

  private static final int LONGEST_NAME = 64;
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_]{0,32}");

  public MySqlLeadershipConfig {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "the name of the leadership has %d characters, expected 1 to %d that are not all blank"
              .formatted(name.length(), LONGEST_NAME));
    }
    if (!PREFIX.matcher(tablePrefix).matches()) {
      throw new IllegalArgumentException(
          "the table prefix is %s, expected at most 32 letters, digits and underscores"
              .formatted(tablePrefix));
    }
  }

  /** Without a prefix. */
  public static MySqlLeadershipConfig of(MySqlConfig server, String name) {
    return new MySqlLeadershipConfig(server, name, "");
  }

  public MySqlLeadershipConfig withTablePrefix(String prefix) {
    return new MySqlLeadershipConfig(server, name, prefix);
  }

  String table() {
    return tablePrefix + "_leadership";
  }
}
