package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells that somebody committed to a database: SQLite says so to a connection about all others, but
 * not about itself, so this one does nothing else. Another file in the place of the first is a
 * change, too. Safe for use by many threads.
 */
final class SourceMark implements AutoCloseable {

  /** No count of commits reaches this, so that no two files give the same token. */
  private static final int FILES = 40;

  private final Path file;
  private @Nullable Connection connection;
  private @Nullable OpenFile opened;
  private long files;

  SourceMark(Path file) {
    this.file = file;
  }

  synchronized long now() {
    try {
      if (opened == null || !opened.isInPlace()) {
        reopen();
      }
      return (files << FILES) + Connections.number(connection, "PRAGMA data_version");
    } catch (SQLException e) {
      throw SqliteErrors.translate("look for changes", file, e);
    } catch (IOException e) {
      throw SqliteErrors.translate("look for changes", file, e);
    }
  }

  private void reopen() throws SQLException, IOException {
    close();
    OpenFile found = OpenFile.at(file);
    connection = Connections.reader(file);
    opened = found;
    files++;
  }

  @Override
  public synchronized void close() throws SQLException {
    Connection last = connection;
    connection = null;
    opened = null;
    if (last != null) {
      last.close();
    }
  }
}
