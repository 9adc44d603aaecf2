package dev.tidemark.adapter.sqlite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.ValueCache;
import java.util.Optional;
import java.util.function.Function;

/** One cache. A put of a key that is being loaded waits for that, and then takes its place. */
final class CaffeineValueCache<V> implements ValueCache<V> {

  private final Cache<RowKey, Optional<V>> values;

  CaffeineValueCache(long maximum) {
    this.values = Caffeine.newBuilder().maximumSize(maximum).build();
  }

  @Override
  public Optional<V> get(RowKey key, Function<RowKey, Optional<V>> load) {
    return values.get(key, load);
  }

  @Override
  public void put(RowKey key, Optional<V> value) {
    values.put(key, value);
  }

  @Override
  public void clear() {
    values.invalidateAll();
  }
}
