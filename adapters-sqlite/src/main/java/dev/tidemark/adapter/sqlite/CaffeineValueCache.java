package dev.tidemark.adapter.sqlite;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.ValueCache;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * One cache. What is being loaded has its place already, so that others wait for it, and a {@link
 * #put} that comes meanwhile takes that place.
 */
final class CaffeineValueCache<V> implements ValueCache<V> {

  private final long maximum;

  /** Another one after each {@link #clear}: what is being loaded then goes into the old one. */
  private final AtomicReference<ConcurrentMap<RowKey, CompletableFuture<Optional<V>>>> values;

  CaffeineValueCache(long maximum) {
    this.maximum = maximum;
    this.values = new AtomicReference<>(empty(maximum));
  }

  /** All of its work is done by those who call. */
  private static <V> ConcurrentMap<RowKey, CompletableFuture<Optional<V>>> empty(long maximum) {
    AsyncCache<RowKey, Optional<V>> cache =
        Caffeine.newBuilder().maximumSize(maximum).executor(Runnable::run).buildAsync();
    return cache.asMap();
  }

  @Override
  public Optional<V> get(RowKey key, Function<RowKey, Optional<V>> load) {
    while (true) {
      ConcurrentMap<RowKey, CompletableFuture<Optional<V>>> map = values.get();
      CompletableFuture<Optional<V>> known = map.get(key);
      if (known == null) {
        CompletableFuture<Optional<V>> own = new CompletableFuture<>();
        known = map.putIfAbsent(key, own);
        if (known == null) {
          return load(map, key, own, load);
        }
      }
      try {
        return known.join();
      } catch (CompletionException e) {
        // The other one failed, and told its own caller; this one tries itself.
      }
    }
  }

  private Optional<V> load(
      ConcurrentMap<RowKey, CompletableFuture<Optional<V>>> map,
      RowKey key,
      CompletableFuture<Optional<V>> own,
      Function<RowKey, Optional<V>> load) {
    Optional<V> loaded;
    try {
      loaded = load.apply(key);
    } catch (Throwable failure) {
      map.remove(key, own);
      own.completeExceptionally(failure);
      throw failure;
    }
    CompletableFuture<Optional<V>> now = map.get(key);
    Optional<V> value = now == null || now == own ? loaded : now.getNow(loaded);
    own.complete(value);
    return value;
  }

  @Override
  public void put(RowKey key, Optional<V> value) {
    values.get().put(key, CompletableFuture.completedFuture(value));
  }

  @Override
  public void clear() {
    values.set(empty(maximum));
  }
}
