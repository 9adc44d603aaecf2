package dev.tidemark.testkit.fake;

import dev.tidemark.core.state.spi.ValueCache;
import dev.tidemark.core.state.spi.ValueCaches;

/** Caches that forget what was not asked for longest. Safe for use by many threads. */
public final class InMemoryValueCaches implements ValueCaches {

  @Override
  public <V> ValueCache<V> bounded(long maximum) {
    return new InMemoryValueCache<>(maximum);
  }
}
