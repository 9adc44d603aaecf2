package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.ConflictException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in the project's words what SQLite or the file system could not do. */
final class SqliteErrors {

  private SqliteErrors() {}

  /**
   * @param attempted what was tried, in words: {@code apply cycle 7}
   */
  static TidemarkException translate(String attempted, Path file, SQLException cause) {
    String what = attempted + " in " + file + ": ";
    return switch (primaryCode(cause)) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new StorageException(
              what + "another process holds the database; close it there, or try again",
              true,
              cause);
      case SQLITE_FULL ->
          StorageException.ofDisk(what + "the disk is full; free some space and try again", cause);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
          new StorageException(
              what + "the file cannot be opened or written; check its owner and permissions",
              false,
              cause);
      case SQLITE_IOERR ->
          StorageException.ofDisk(
              what
                  + "reading or writing the file failed ("
                  + reason(cause)
                  + "); check the disk and its free space",
              cause);
      case SQLITE_CONSTRAINT -> new ConflictException(what + Constraints.told(cause), cause);
      case SQLITE_INTERRUPT -> new CancelledException(what + "stopped; nothing was changed", cause);
      case SQLITE_CORRUPT ->
          new StorageException(
              what + "the file is damaged; move it away and sync again to rebuild it",
              false,
              cause);
      case SQLITE_NOTADB ->
          new IncompatibleReplicaException(
              what + "this is no SQLite database; move it away, or choose another data directory",
              cause);
      default -> new StorageException(what + reason(cause), false, cause);
    };
  }

  /** Whether what is in the file makes no sense. */
  static boolean isDamage(SQLException cause) {
    return switch (primaryCode(cause)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
      default -> false;
    };
  }

  /**
   * Whether it failed for what is in the file, and not for the disk, the system or somebody else.
   */
  static boolean isOfContent(SQLException cause) {
    return switch (primaryCode(cause)) {
      case SQLITE_BUSY,
          SQLITE_LOCKED,
          SQLITE_FULL,
          SQLITE_NOMEM,
          SQLITE_INTERRUPT,
          SQLITE_IOERR,
          SQLITE_CANTOPEN,
          SQLITE_PERM ->
          false;
      default -> true;
    };
  }

  /** Whether the file itself is at fault, and not the space on the disk, or who else uses it. */
  static boolean isBroken(SQLException cause) {
    return switch (primaryCode(cause)) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_NOMEM, SQLITE_INTERRUPT -> false;
      case SQLITE_IOERR -> isUnreadable((SQLiteException) cause);
      default -> true;
    };
  }

  private static boolean isUnreadable(SQLiteException cause) {
    return switch (cause.getResultCode()) {
      case SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_CORRUPTFS -> true;
      default -> false;
    };
  }

  /** Flyway wraps what the database said. */
  static TidemarkException translate(String attempted, Path file, FlywayException cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql) {
        TidemarkException said = translate(attempted, file, sql);
        said.addSuppressed(cause);
        return said;
      }
    }
    return new IncompatibleReplicaException(
        attempted
            + " in "
            + file
            + ": its history of migrations is not this version's; update tidemark, or choose another data directory",
        cause);
  }

  static TidemarkException translate(String attempted, Path file, IOException cause) {
    String what = attempted + " in " + file + ": ";
    return cause instanceof ClosedByInterruptException
            || cause instanceof FileLockInterruptionException
        ? new CancelledException(what + "stopped", cause)
        : StorageException.ofDisk(what + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "a file is in its place; choose a directory that can be written";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied; check its owner and permissions";
    }
    String said = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return Objects.requireNonNullElse(said, "it cannot be made or reached")
        + "; check that it exists and can be written";
  }

  /** Extended codes carry the primary one in their low byte. */
  private static SQLiteErrorCode primaryCode(SQLException cause) {
    return cause instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
        : SQLiteErrorCode.SQLITE_ERROR;
  }

  private static String reason(SQLException cause) {
    return String.valueOf(cause.getMessage());
  }
}
