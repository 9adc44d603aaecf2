package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.FileMark.State;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Tells whose a database file is before anything is done to it. */
final class ReplicaFile {

  /** In the header of every replica, so that tools and this class know one: "Tide" in ASCII. */
  static final int APPLICATION_ID = 0x54696465;

  /** The newest form of the replica's own tables that this version knows; see the migrations. */
  static final int FORMAT = 4;

  static final FileMark MARK = new FileMark("the replica", APPLICATION_ID, FORMAT);

  private ReplicaFile() {}

  /**
   * Looks at the file without changing it.
   *
   * @throws IncompatibleReplicaException if it is another program's, or of a newer version
   */
  static State inspect(Path file) {
    try {
      State found = MARK.inspect(file);
      if (found == State.UNMARKED) {
        throw MARK.ofAnotherProgram(file, 0);
      }
      return found;
    } catch (SQLException e) {
      throw SqliteErrors.translate("open the replica", file, e);
    } catch (IOException e) {
      throw SqliteErrors.translate("open the replica", file, e);
    }
  }

  /**
   * Refuses a file that a reader cannot use.
   *
   * @throws StorageException if there is no replica yet, or one of an older version
   */
  static void requireReplica(Path file) {
    State found = inspect(file);
    if (found != State.CURRENT) {
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
