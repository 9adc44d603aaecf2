package dev.tidemark.core.state.spi;

import java.util.function.Function;

/**
 * The strong tier: what was written is on the disk when the call returns. Safe for use by many
 * threads and, where the store is a file, by many processes; those who write wait for each other.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer;
 *     retryable when only somebody else is in the way
 */
public interface StrongStore {

  /**
   * Runs the work in one transaction that nobody else writes in: all that it writes is committed,
   * and survives a failure of power, or nothing is. What the work throws rolls it back and is
   * thrown on. The transaction is of no use afterwards; work must not begin another one.
   *
   * @param attempted for messages: {@code rename platform 7}
   */
  <T> T write(String attempted, Function<StrongTransaction, T> work);

  /**
   * Runs work that only reads on one consistent snapshot of what is committed; nobody waits for it.
   */
  <T> T read(String attempted, Function<StrongTransaction, T> work);
}
