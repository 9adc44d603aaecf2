package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The database of a source as somebody sees it in a transaction of his own; it is only read. */
record RollupConnection(Path path, Connection connection) implements RollupAccess {

  @Override
  public <T> T read(String attempted, Transaction<T> work) {
    try {
      return work.run(connection);
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, path, e);
    }
  }

  @Override
  public <T> T write(String attempted, Transaction<T> work) {
    throw onlyRead(attempted);
  }

  @Override
  public <T> T computeAndWrite(String attempted, ComputeThenWrite<T> work) {
    throw onlyRead(attempted);
  }

  private StorageException onlyRead(String attempted) {
    return new StorageException(
        "%s in %s: somebody else writes there now".formatted(attempted, path), false);
  }
}
