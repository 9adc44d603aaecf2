package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where snapshots are kept, what they are built from, and what this process does with them.
 *
 * @param directory the data directory; snapshots are in {@code snapshots} in it, each name in a
 *     directory of its own. Made when it is missing, unless read only.
 * @param source what is built from; without one, snapshots are only taken from others
 * @param generations how many of each name are kept, 1 or more
 */
public record SqliteSnapshotConfig(
    Path directory, Access access, Optional<Source> source, int generations) {

  private static final int GENERATIONS = 3;

  /** What a process does with the snapshots of a directory. */
  public enum Access {
    /** It builds and receives; nobody else can, until it is closed. */
    EXCLUSIVE,
    /**
     * It may build, as others may, one at a time: it has the directory to itself while it builds.
     * In between it looks only, and what it serves is not installed or rolled back by it.
     */
    SHARED,
    /** It looks only: nothing is created, changed or locked. */
    READ_ONLY
  }

  /** What snapshots are built from. */
  public sealed interface Source {

    /** A replica of Tidemark's, with its feed. */
    record OfReplica(Path file) implements Source {}

    /** Any SQLite database with the tables of the schema, whoever writes to it. */
    record OfDatabase(Path file) implements Source {}
  }

  public SqliteSnapshotConfig {
    if (generations < 1) {
      throw new IllegalArgumentException(
          "keep snapshots: expected 1 generation or more, found " + generations);
    }
  }

  /** For the one who takes snapshots from others, and builds none. */
  public static SqliteSnapshotConfig in(Path directory) {
    return new SqliteSnapshotConfig(directory, Access.EXCLUSIVE, Optional.empty(), GENERATIONS);
  }

  /** For the one who builds them from the replica in the same data directory. */
  public SqliteSnapshotConfig ofReplica() {
    return from(new Source.OfReplica(directory.resolve(ReplicaOpening.FILE)));
  }

  /** For the one who builds them from a database that others write, always from the start. */
  public SqliteSnapshotConfig of(Path database) {
    return from(new Source.OfDatabase(database));
  }

  /** For one of several processes of which one builds. */
  public SqliteSnapshotConfig sharing() {
    return new SqliteSnapshotConfig(directory, Access.SHARED, source, generations);
  }

  /** For those who look, also while another process builds or receives. */
  public SqliteSnapshotConfig asReadOnly() {
    return new SqliteSnapshotConfig(directory, Access.READ_ONLY, source, generations);
  }

  public SqliteSnapshotConfig keeping(int number) {
    return new SqliteSnapshotConfig(directory, access, source, number);
  }

  private SqliteSnapshotConfig from(Source chosen) {
    return new SqliteSnapshotConfig(directory, access, Optional.of(chosen), generations);
  }
}
