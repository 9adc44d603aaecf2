package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Tells whose a database file is before anything is done to it. */
final class ReplicaFile {

  /** In the header of every replica, so that tools and this class know one: "Tide" in ASCII. */
  static final int APPLICATION_ID = 0x54696465;

  /** The newest form of the replica's own tables that this version knows; see the migrations. */
  static final int FORMAT = 2;

  private ReplicaFile() {}

  /** What a file is before it is opened for writing. */
  enum State {
    ABSENT,
    /** Without a replica's tables: made by a process that died at once. */
    BLANK,
    /** Of an older version, whose tables are brought up to date before it is used. */
    OUTDATED,
    REPLICA
  }

  /**
   * Looks at the file without changing it.
   *
   * @throws IncompatibleReplicaException if it is another program's, or of a newer version
   */
  static State inspect(Path file) {
    try {
      if (!Files.exists(file)) {
        return State.ABSENT;
      }
      if (Files.size(file) == 0) {
        return State.BLANK;
      }
      try (Connection connection = Connections.reader(file)) {
        return inspect(file, connection);
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate("open the replica", file, e);
    } catch (IOException e) {
      throw SqliteErrors.translate("open the replica", file, e);
    }
  }

  private static State inspect(Path file, Connection connection) throws SQLException {
    long application = Connections.number(connection, "PRAGMA application_id");
    long format = Connections.number(connection, "PRAGMA user_version");
    if (application == 0
        && Connections.number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
      return State.BLANK;
    }
    if (application != APPLICATION_ID) {
      throw new IncompatibleReplicaException(
          "open the replica in %s: this database belongs to another program (application id %d, expected %d); move it away, or choose another data directory"
              .formatted(file, application, APPLICATION_ID));
    }
    if (format > FORMAT) {
      throw new IncompatibleReplicaException(
          "open the replica in %s: it was written by a newer version (format %d, this version knows %d); update tidemark, or choose another data directory"
              .formatted(file, format, FORMAT));
    }
    if (format == 0) {
      return State.BLANK;
    }
    return format < FORMAT ? State.OUTDATED : State.REPLICA;
  }

  /**
   * Refuses a file that a reader cannot use.
   *
   * @throws StorageException if there is no replica yet, or one of an older version
   */
  static void requireReplica(Path file) {
    State found = inspect(file);
    if (found != State.REPLICA) {
      throw new StorageException(
          "read the replica in "
              + file
              + (found == State.OUTDATED
                  ? ": it is of an older version; run \"tidemark sync\" first, which brings it up to date"
                  : ": there is none yet; run \"tidemark sync\" first"),
          false);
    }
  }
}
