package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.state.spi.ValueCache;
import dev.tidemark.core.state.spi.ValueCaches;

/** Room for values on the heap, from which those go first that are used least. */
final class CaffeineValueCaches implements ValueCaches {

  @Override
  public <V> ValueCache<V> bounded(long maximum) {
    return new CaffeineValueCache<>(maximum);
  }
}
