package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;

/**
 * Where the replica lives.
 *
 * @param directory the data directory; made when it is missing, unless read only
 * @param readOnly whether to look only: nothing is created, changed or locked
 */
public record SqliteConfig(Path directory, boolean readOnly) {

  /** For the one who writes; nobody else can write to this directory until it is closed. */
  public static SqliteConfig in(Path directory) {
    return new SqliteConfig(directory, false);
  }

  /** For those who look, also while another process writes. */
  public SqliteConfig asReadOnly() {
    return new SqliteConfig(directory, true);
  }
}
