package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The file of a source. A connection is made for each piece of work, since none of it is frequent,
 * and others may replace the file meanwhile. Computing is done as a reader, so that those who write
 * to the source wait for nothing but the writing of what was computed.
 *
 * @param durable whether each commit survives a failure of power
 */
record RollupFile(Path path, boolean durable) implements RollupAccess {

  @Override
  public <T> T read(String attempted, Transaction<T> work) {
    requireFile(attempted);
    return with(attempted, connection -> ReplicaDatabase.commit(connection, "BEGIN", work));
  }

  @Override
  public <T> T write(String attempted, Transaction<T> work) {
    OpenFile opened = opened(attempted);
    return with(attempted, connection -> commit(attempted, opened, connection, work));
  }

  @Override
  public <T> T computeAndWrite(String attempted, ComputeThenWrite<T> work) {
    OpenFile opened = opened(attempted);
    return with(
        attempted,
        connection -> {
          StopOnInterrupt.watch(connection);
          T computed = ReplicaDatabase.commit(connection, "BEGIN", work::compute);
          return commit(attempted, opened, connection, same -> work.write(same, computed));
        });
  }

  private <T> T commit(
      String attempted, OpenFile opened, Connection connection, Transaction<T> work)
      throws SQLException {
    return ReplicaDatabase.commit(
        connection,
        ReplicaDatabase.TO_WRITE,
        same -> {
          T result = work.run(same);
          if (!opened.isInPlace()) {
            throw new StorageException(
                "%s in %s: the file was moved away or replaced; try again"
                    .formatted(attempted, path),
                true);
          }
          return result;
        });
  }

  private void requireFile(String attempted) {
    if (!path.toFile().exists()) {
      throw new StorageException(
          "%s in %s: the file is not there; it is made when its source is written first"
              .formatted(attempted, path),
          true);
    }
  }

  private OpenFile opened(String attempted) {
    requireFile(attempted);
    try {
      return OpenFile.at(path);
    } catch (IOException e) {
      throw SqliteErrors.translate(attempted, path, e);
    }
  }

  private <T> T with(String attempted, Transaction<T> work) {
    try (Connection connection = Connections.computing(path, durable)) {
      return work.run(connection);
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, path, e);
    }
  }
}
