package dev.tidemark.core.state;

import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.ValueCache;
import java.util.Optional;
import java.util.function.Function;

/** Keeps nothing: for types that nobody has asked for yet. */
final class Uncached<V> implements ValueCache<V> {

  @Override
  public Optional<V> get(RowKey key, Function<RowKey, Optional<V>> load) {
    return load.apply(key);
  }

  @Override
  public void put(RowKey key, Optional<V> value) {}

  @Override
  public void clear() {}
}
