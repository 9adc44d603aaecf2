package dev.tidemark.core.state.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The weak tier: a snapshot of what is in memory that trails by a flush. It may lose the last
 * flushes with the power, but never a part of one. Safe for use by many threads.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer;
 *     retryable when only somebody else is in the way
 */
public interface WeakStore {

  /**
   * Takes these steps in this order and in one transaction: all of them or none. The same flush
   * again changes nothing.
   *
   * @param flush its number and time, remembered in the same transaction
   */
  Flushed flush(LastFlush flush, List<FlushStep> steps);

  /** The last flush whose transaction is committed. */
  LastFlush lastFlush();

  Optional<Row> find(EntityType type, RowKey key);

  /** All rows of a type on one snapshot, in the order of their keys. */
  void scan(EntityType type, Consumer<Row> into);

  /** The rows of this type that refer to this parent, for a reference of the type, by key. */
  List<Row> referring(EntityType type, Reference reference, RowKey parent);

  /**
   * Removes what the rules say, in one transaction and in their order, again and again until none
   * of them finds a row. The strong tier is read in the same transaction, and never written.
   *
   * @param keep told what was removed; false takes all of it back, and so does what it throws
   * @return what was removed, or would have been: one for each rule, in their order. A store that
   *     is open for reading only has nothing to repair, and says so for every rule.
   */
  List<Removed> repair(List<RepairRule> rules, Predicate<List<Removed>> keep);
}
