package dev.tidemark.adapter.mysql;

import java.sql.SQLException;

/** Something that the database may refuse. */
@FunctionalInterface
interface SqlWork<T> {
  T run() throws SQLException;
}
