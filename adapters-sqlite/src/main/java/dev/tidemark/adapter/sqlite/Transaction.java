package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** A piece of work on a connection. */
@FunctionalInterface
interface Transaction<T> {
  T run(Connection connection) throws SQLException;
}
