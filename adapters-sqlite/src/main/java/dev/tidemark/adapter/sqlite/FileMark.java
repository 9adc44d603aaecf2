package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.IncompatibleReplicaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the header of one of Tidemark's files says, so that tools and this class know one.
 *
 * @param what for messages: {@code the replica}
 * @param applicationId four letters in ASCII, the same in every version
 * @param format the newest form of Tidemark's own tables that this version knows
 */
record FileMark(String what, int applicationId, int format) {

  /** What a file is before it is opened for writing. */
  enum State {
    ABSENT,
    /** Without Tidemark's tables: made by a process that died at once. */
    BLANK,
    /** With tables of somebody who gives his files no mark. */
    UNMARKED,
    /** Of an older version, whose tables are brought up to date before it is used. */
    OUTDATED,
    CURRENT
  }

  /**
   * Looks at the file without changing it.
   *
   * @throws IncompatibleReplicaException if it is another program's, or of a newer version
   */
  State inspect(Path file) throws SQLException, IOException {
    if (!Files.exists(file)) {
      return State.ABSENT;
    }
    if (Files.size(file) == 0) {
      return State.BLANK;
    }
    try (Connection connection = Connections.reader(file)) {
      return inspect(file, connection);
    }
  }

  private State inspect(Path file, Connection connection) throws SQLException {
    long found = Connections.number(connection, "PRAGMA application_id");
    if (found == 0) {
      boolean empty = Connections.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
      return empty ? State.BLANK : State.UNMARKED;
    }
    if (found != applicationId) {
      throw ofAnotherProgram(file, found);
    }
    long version = Connections.number(connection, "PRAGMA user_version");
    if (version > format) {
      throw new IncompatibleReplicaException(
          "open %s in %s: it was written by a newer version (format %d, this version knows %d); update tidemark, or choose another data directory"
              .formatted(what, file, version, format));
    }
    if (version == 0) {
      return State.BLANK;
    }
    return version < format ? State.OUTDATED : State.CURRENT;
  }

  IncompatibleReplicaException ofAnotherProgram(Path file, long found) {
    return new IncompatibleReplicaException(
        "open %s in %s: this database belongs to another program (application id %d, expected %d); move it away, or choose another data directory"
            .formatted(what, file, found, applicationId));
  }

  /** Writes it into the header of a file; nothing else is changed. */
  String statement() {
    return "PRAGMA application_id = " + applicationId;
  }
}
