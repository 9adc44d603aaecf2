package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;

/** A file whose rows can be read. Safe for use by many threads. */
interface ReadAccess {

  /** Named in failures. */
  Path file();

  /**
   * Runs the work on one consistent state of the file.
   *
   * @param attempted what is tried, in words
   */
  <T> T read(String attempted, Transaction<T> work);
}
