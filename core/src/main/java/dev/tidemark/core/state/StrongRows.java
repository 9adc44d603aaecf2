package dev.tidemark.core.state;

import dev.tidemark.core.schema.RowKey;
import java.util.List;
import java.util.Optional;

/**
 * The values of one type of the strong tier. What a call has written is on the disk when it
 * returns, or when the transaction does that it is part of; nothing of a call that throws is
 * written. What a value refers to in the strong tier must be there, and stays while it does.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface StrongRows<V> {

  Optional<Versioned<V>> find(RowKey key);

  /**
   * The value of this key.
   *
   * @throws dev.tidemark.core.NotFoundException if there is none
   */
  Versioned<V> get(RowKey key);

  /** All values, by key. One that cannot be read is told, and left out. */
  List<Versioned<V>> list();

  /**
   * Adds a value.
   *
   * @throws dev.tidemark.core.ConflictException if its key is there, another row has what must be
   *     unique, or what it refers to is not there
   */
  Versioned<V> insert(V value);

  /**
   * Adds a value if its key is not there; otherwise gives what is, which stays as it is.
   *
   * @throws dev.tidemark.core.ConflictException as {@link #insert}, but for the key
   */
  Saved<V> insertIfAbsent(V value);

  /**
   * Replaces the value of its key; the time of its creation stays.
   *
   * @param expectedVersion the one that was read
   * @throws dev.tidemark.core.NotFoundException if it is not there
   * @throws dev.tidemark.core.ConflictException if it is of another version, another row has what
   *     must be unique, or what it refers to is not there
   */
  Versioned<V> update(V value, long expectedVersion);

  /**
   * Adds a value, or replaces that of its key whatever it is; the time of its creation stays.
   *
   * @throws dev.tidemark.core.ConflictException if another row has what must be unique, or what it
   *     refers to is not there
   */
  Saved<V> save(V value);

  /**
   * Removes a value. What requires it in the weak tier goes with it, and what was only kept by
   * that, even if the same transaction adds the value again: it is gone from memory when the call
   * returns, and from the store after the next flush, or after the repair of the next start.
   *
   * @throws dev.tidemark.core.NotFoundException if it is not there
   * @throws dev.tidemark.core.ConflictException if something in the strong tier requires it
   */
  void delete(RowKey key);

  /**
   * As {@link #delete(RowKey)}, of this version alone.
   *
   * @throws dev.tidemark.core.ConflictException also if it is of another version
   */
  void delete(RowKey key, long expectedVersion);
}
