package dev.tidemark.core.state;

import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The values of one weak type, as they are now. Safe for use by many threads. */
sealed interface WeakValues<V> permits ResidentValues, LoadedValues {

  Optional<V> get(RowKey key);

  /** Sets the value, or removes it. */
  void set(RowKey key, Optional<V> value);

  /**
   * Sets what the change makes of the present value; nobody else sets it meanwhile. What the change
   * throws leaves it as it is.
   */
  Optional<V> update(RowKey key, UnaryOperator<Optional<V>> change);

  void forEach(Consumer<V> into);

  /** The rows whose reference is to one of these parents. */
  List<Row> referring(Reference reference, Set<RowKey> parents);

  /** What a flush has to write for a dirty key; empty if the store has the last word already. */
  Optional<Slot<V>> unwritten(RowKey key);

  /** Told when a flush has written what {@link #unwritten} gave. */
  void written(RowKey key, Slot<V> slot);

  /** Told when the store has lost what it had; gives the keys of what is to be written anew. */
  List<RowKey> storeLost();
}
