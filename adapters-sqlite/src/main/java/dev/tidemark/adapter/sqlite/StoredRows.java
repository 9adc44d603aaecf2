package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The rows of a result, one at a time. */
final class StoredRows implements Iterator<Row> {

  private final Path file;
  private final EntityType type;
  private final ResultSet result;
  private final RowReader reader;
  private boolean ahead;
  private boolean ended;

  /**
   * @param file named in failures
   */
  StoredRows(Path file, EntityType type, ResultSet result) {
    this.file = file;
    this.type = type;
    this.result = result;
    this.reader = new RowReader(type);
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
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ahead = false;
    try {
      return reader.read(result);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(SQLException e) {
    return SqliteErrors.translate("read rows of " + type, file, e);
  }
}
