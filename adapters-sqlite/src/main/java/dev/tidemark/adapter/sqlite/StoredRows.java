package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** What a query gives, one row at a time. */
final class StoredRows<T> implements Iterator<T> {

  private final Path file;
  private final String attempted;
  private final ResultSet result;
  private final Reading<T> reading;
  private boolean ahead;
  private boolean ended;

  /** Makes something of the row at which a result stands. */
  interface Reading<T> {
    T read(ResultSet result) throws SQLException;
  }

  /**
   * @param file named in failures
   * @param attempted too
   */
  StoredRows(Path file, String attempted, ResultSet result, Reading<T> reading) {
    this.file = file;
    this.attempted = attempted;
    this.result = result;
    this.reading = reading;
  }

  @Override
  public boolean hasNext() {
    if (!ahead && !ended) {
      try {
        ahead = result.next();
      } catch (SQLException e) {
        throw failed(e);
      }
      ended = !ahead;
    }
    return ahead;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ahead = false;
    try {
      return reading.read(result);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(SQLException e) {
    return SqliteErrors.translate(attempted, file, e);
  }
}
