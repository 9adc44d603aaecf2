package dev.tidemark.core.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The values of one type of the weak tier. A change is in memory when the call returns, and in the
 * store after the next flush; it is there for every reader at once. Safe for use by many threads.
 *
 * @throws IllegalStateException from what writes, once the state was stopped: the change would
 *     never be written
 * @throws dev.tidemark.core.StorageException where a value is not in memory and the store cannot
 *     answer
 */
public final class WeakTable<V> {

  private final Codec<V> codec;
  private final WeakValues<V> values;
  private final DirtySet dirty;
  private final Cascade cascade;

  WeakTable(Codec<V> codec, WeakValues<V> values, DirtySet dirty, Cascade cascade) {
    this.codec = codec;
    this.values = values;
    this.dirty = dirty;
    this.cascade = cascade;
  }

  public EntityType type() {
    return codec.type();
  }

  public Optional<V> get(RowKey key) {
    return values.get(key);
  }

  /** Sets the value of its key. */
  public void put(V value) {
    set(codec.key(value), Optional.of(value));
  }

  /** Removes the value of a key, and nothing that refers to it; no matter whether there is one. */
  public void remove(RowKey key) {
    set(key, Optional.empty());
  }

  /**
   * Removes the value of a key and what is of no use without it, as {@link
   * StrongRows#delete(RowKey)} does with the weak tier.
   */
  public void removeWithDependents(RowKey key) {
    cascade.removeWithDependents(type(), key);
  }

  /**
   * Sets what the change makes of the present value, an absent one too; nobody else changes it
   * meanwhile. The change is quick, has no other effect and touches no state. What it throws leaves
   * the value as it is.
   *
   * @return the value now
   */
  public Optional<V> update(RowKey key, UnaryOperator<Optional<V>> change) {
    dirty.refuseIfSealed();
    Optional<V> now = values.update(key, before -> checked(key, change.apply(before)));
    dirty.mark(key, wish(now));
    return now;
  }

  private Optional<V> checked(RowKey key, Optional<V> value) {
    value
        .map(codec::key)
        .filter(other -> !other.equals(key))
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(
                  "update %s %s: the new value has the key %s".formatted(type(), key, other));
            });
    return value;
  }

  /** All values, in no order; changes that come meanwhile may be seen or not. */
  public void forEach(Consumer<V> into) {
    values.forEach(into);
  }

  /** Memory first, mark second: a flush between the two writes the new value at the next one. */
  private void set(RowKey key, Optional<V> value) {
    dirty.refuseIfSealed();
    values.set(key, value);
    dirty.mark(key, wish(value));
  }

  private static Wish wish(Optional<?> value) {
    return value.isPresent() ? Wish.UPSERT : Wish.DELETE;
  }

  Codec<V> codec() {
    return codec;
  }

  WeakValues<V> values() {
    return values;
  }

  /** The row of the present value, if that is one. */
  Optional<Row> row(RowKey key) {
    return get(key).flatMap(this::row);
  }

  private Optional<Row> row(V value) {
    return Encoded.find(codec, value);
  }

  /**
   * Removes the value of a key if its row is of no use now; a value that is no row stays.
   *
   * @return whether it was removed; if not, it is written again, since the store may lack it
   */
  boolean removeIf(RowKey key, Predicate<Row> useless) {
    dirty.refuseIfSealed();
    Optional<V> now =
        values.update(key, value -> value.filter(each -> row(each).filter(useless).isEmpty()));
    dirty.mark(key, wish(now));
    return now.isEmpty();
  }

  /** Writes all that memory has at the next flush, because the store has lost it. */
  void rewriteAll() {
    values.storeLost().forEach(dirty::markAgain);
  }
}
