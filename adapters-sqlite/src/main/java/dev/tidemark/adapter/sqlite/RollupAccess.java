package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;

/** How one gets at the database of a source. */
interface RollupAccess {

  Path path();

  /** On one consistent snapshot; may fill temporary tables. */
  <T> T read(String attempted, Transaction<T> work);

  /** In one transaction. */
  <T> T write(String attempted, Transaction<T> work);

  /**
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted while it computes or
   *     writes
   */
  <T> T computeAndWrite(String attempted, ComputeThenWrite<T> work);
}
