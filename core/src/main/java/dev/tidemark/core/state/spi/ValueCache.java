package dev.tidemark.core.state.spi;

import dev.tidemark.core.schema.RowKey;
import java.util.Optional;
import java.util.function.Function;

/**
 * Room for values that can be loaded again: it may forget any of them at any time, but while it
 * knows one, that is the one that was put last. Safe for use by many threads.
 */
public interface ValueCache<V> {

  /**
   * The value of this key, from here or else from {@code load}, which is called at most once for a
   * key at a time; what it gives, an absence too, is kept, unless {@link #put} comes behind it.
   * What it throws is thrown on and keeps nothing.
   */
  Optional<V> get(RowKey key, Function<RowKey, Optional<V>> load);

  /**
   * Keeps this value, or this absence, in place of what is here or is being loaded; it may wait for
   * the load to end.
   */
  void put(RowKey key, Optional<V> value);

  /** Forgets what it knows. What is being loaded meanwhile may be kept. */
  void clear();
}
