package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** What is computed first, and then written. */
interface ComputeThenWrite<T> {

  /** On one consistent snapshot; may fill temporary tables. */
  T compute(Connection connection) throws SQLException;

  /** In one transaction that writes, a moment later, on the same connection. */
  T write(Connection connection, T computed) throws SQLException;
}
