package dev.tidemark.core.state;

import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Values that are all in memory; the store is behind them, never the reverse. */
final class ResidentValues<V> implements WeakValues<V> {

  private final ConcurrentHashMap<RowKey, V> values = new ConcurrentHashMap<>();
  private final Codec<V> codec;

  ResidentValues(Codec<V> codec) {
    this.codec = codec;
  }

  @Override
  public Optional<V> get(RowKey key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public void set(RowKey key, Optional<V> value) {
    if (value.isPresent()) {
      values.put(key, value.get());
    } else {
      values.remove(key);
    }
  }

  @Override
  public Optional<V> update(RowKey key, UnaryOperator<Optional<V>> change) {
    return Optional.ofNullable(
        values.compute(
            key, (same, value) -> change.apply(Optional.ofNullable(value)).orElse(null)));
  }

  @Override
  public void forEach(Consumer<V> into) {
    values.values().forEach(into);
  }

  @Override
  public List<Row> referring(Reference reference, Set<RowKey> parents) {
    return values.values().stream()
        .flatMap(value -> Encoded.find(codec, value).stream())
        .filter(row -> reference.of(row).filter(parents::contains).isPresent())
        .toList();
  }

  /** Memory has the last word: what is absent here is to be removed. */
  @Override
  public Optional<Slot<V>> unwritten(RowKey key) {
    return Optional.of(new Slot<>(get(key)));
  }

  @Override
  public void written(RowKey key, Slot<V> slot) {}

  @Override
  public List<RowKey> storeLost() {
    return List.copyOf(values.keySet());
  }
}
