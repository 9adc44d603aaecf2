package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;

/**
 * Where the replica lives, and what this process does with it.
 *
 * @param directory the data directory; made when it is missing, unless read only
 */
public record SqliteConfig(Path directory, Access access) {

  /** What a process does with a replica. */
  public enum Access {
    /** It writes; nobody else can, until it is closed. */
    EXCLUSIVE,
    /** It writes while it leads, and reads while another process does. */
    SHARED,
    /** It looks only: nothing is created, changed or locked. */
    READ_ONLY
  }

  /** For the one who writes; nobody else can write to this directory until it is closed. */
  public static SqliteConfig in(Path directory) {
    return new SqliteConfig(directory, Access.EXCLUSIVE);
  }

  /** For those who look, also while another process writes. */
  public SqliteConfig asReadOnly() {
    return new SqliteConfig(directory, Access.READ_ONLY);
  }

  /**
   * For one of several processes on this machine that share the directory. One of them leads and
   * writes, which {@link dev.tidemark.core.sync.spi.Leadership} tells; in the others every write
   * fails with {@link dev.tidemark.core.AlreadyRunningException}. When the one is gone, another
   * takes its place within a second.
   */
  public SqliteConfig sharing() {
    return new SqliteConfig(directory, Access.SHARED);
  }
}
