package dev.tidemark.core.state.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads and writes of one transaction; each sees what those before it wrote. Rows are complete:
 * none of their fields is missing, but for one that is read and holds no value of its field, since
 * somebody else put it there. Not safe for use by many threads.
 *
 * @throws dev.tidemark.core.ConflictException from what writes, if another row has the values of
 *     fields that are {@linkplain EntityType#unique() unique}, or another rule of the store is
 *     broken
 */
public interface StrongTransaction {

  Optional<StoredRow> find(EntityType type, RowKey key);

  /** All rows of a type, in the order of their keys; texts in that of their Unicode code points. */
  void scan(EntityType type, Consumer<StoredRow> into);

  /** Whether any row of this type refers to this parent, for a reference of the type. */
  boolean isReferredTo(EntityType type, Reference reference, RowKey parent);

  /**
   * Adds a row, in version 1, created and updated at this time.
   *
   * @return false if there is one with its key; then nothing is written
   */
  boolean insert(Row row, Instant at);

  /**
   * Replaces the row with this key; its time of creation stays.
   *
   * @return false if there is none in the expected version; then nothing is written
   */
  boolean update(Row row, long expectedVersion, Instant at);

  /**
   * Removes the row with this key.
   *
   * @return false if there is none in the expected version; then nothing is written
   */
  boolean delete(EntityType type, RowKey key, long expectedVersion);
}
