package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.ValueCache;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values and loads that are under way, the ones asked for last at the end. No lock is held while a
 * load runs.
 */
final class InMemoryValueCache<V> implements ValueCache<V> {

  private final long maximum;
  private final Map<RowKey, CompletableFuture<Optional<V>>> entries =
      new LinkedHashMap<>(16, 0.75f, true);

  InMemoryValueCache(long maximum) {
    this.maximum = maximum;
  }

  @Override
  public Optional<V> get(RowKey key, Function<RowKey, Optional<V>> load) {
    while (true) {
      CompletableFuture<Optional<V>> mine = new CompletableFuture<>();
      CompletableFuture<Optional<V>> there = putIfAbsent(key, mine);
      if (there == null) {
        return load(key, load, mine);
      }
      Optional<V> value = there.exceptionally(failure -> null).join();
      if (value != null) {
        return value;
      }
    }
  }

  private Optional<V> load(
      RowKey key, Function<RowKey, Optional<V>> load, CompletableFuture<Optional<V>> mine) {
    try {
      Optional<V> value = load.apply(key);
      mine.complete(value);
      trim();
      return value;
    } finally {
      if (mine.completeExceptionally(new IllegalStateException("the load failed"))) {
        forget(key, mine);
      }
    }
  }

  @Override
  public synchronized void put(RowKey key, Optional<V> value) {
    entries.put(key, CompletableFuture.completedFuture(value));
    trim();
  }

  @Override
  public synchronized void clear() {
    entries.clear();
  }

  private synchronized @Nullable CompletableFuture<Optional<V>> putIfAbsent(
      RowKey key, CompletableFuture<Optional<V>> entry) {
    return entries.putIfAbsent(key, entry);
  }

  private synchronized void forget(RowKey key, CompletableFuture<Optional<V>> entry) {
    entries.remove(key, entry);
  }

  /** A load that is under way stays, or else it might be begun twice. */
  private synchronized void trim() {
    Iterator<CompletableFuture<Optional<V>>> eldest = entries.values().iterator();
    while (entries.size() > maximum && eldest.hasNext()) {
      if (eldest.next().isDone()) {
        eldest.remove();
      }
    }
  }
}
