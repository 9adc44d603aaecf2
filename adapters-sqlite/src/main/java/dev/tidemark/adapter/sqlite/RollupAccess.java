package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** How one gets at the database of a source. */
interface RollupAccess {

  /** What is computed first, and then written. */
  interface Work<T> {

    /** On one consistent snapshot; may fill temporary tables. */
    T compute(Connection connection) throws SQLException;

    /** In one transaction that writes, a moment later. */
    T write(Connection connection, T computed) throws SQLException;
  }

  Path path();

  /** On one consistent snapshot; may fill temporary tables. */
  <T> T read(String attempted, Transaction<T> work);

  /** In one transaction. */
  <T> T write(String attempted, Transaction<T> work);

  /**
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted while it computes or
   *     writes
   */
  <T> T computeAndWrite(String attempted, Work<T> work);
}
