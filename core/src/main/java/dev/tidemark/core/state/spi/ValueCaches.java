package dev.tidemark.core.state.spi;

/** Makes caches. Safe for use by many threads. */
public interface ValueCaches {

  /**
   * A cache that is empty.
   *
   * @param maximum about how many values it keeps
   */
  <V> ValueCache<V> bounded(long maximum);
}
