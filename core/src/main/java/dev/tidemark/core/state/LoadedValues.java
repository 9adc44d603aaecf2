package dev.tidemark.core.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.ValueCache;
import dev.tidemark.core.state.spi.WeakStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Values of which only some are in memory. Those that are not written yet are pinned, removals
 * among them; all others are in the store, and perhaps in the cache before it. So whoever looks
 * into the pinned ones first, and then into the store, misses nothing.
 */
final class LoadedValues<V> implements WeakValues<V> {

  private final ConcurrentHashMap<RowKey, Slot<V>> pinned = new ConcurrentHashMap<>();
  private final EntityType type;
  private final StoredValues<V> stored;
  private final WeakStore store;
  private final ValueCache<V> cache;
  private final Function<RowKey, Optional<V>> load;

  LoadedValues(StoredValues<V> stored, WeakStore store, ValueCache<V> cache) {
    this.type = stored.codec().type();
    this.stored = stored;
    this.store = store;
    this.cache = cache;
    this.load = key -> store.find(type, key).flatMap(stored::read);
  }

  @Override
  public Optional<V> get(RowKey key) {
    Slot<V> slot = pinned.get(key);
    return slot == null ? cache.get(key, load) : slot.value();
  }

  @Override
  public void set(RowKey key, Optional<V> value) {
    pinned.put(key, new Slot<>(value));
  }

  /** What is not in memory is read first, so that nobody waits for the store inside the map. */
  @Override
  public Optional<V> update(RowKey key, UnaryOperator<Optional<V>> change) {
    get(key);
    return pinned
        .compute(
            key,
            (same, slot) ->
                new Slot<>(change.apply(slot == null ? cache.get(key, load) : slot.value())))
        .value();
  }

  @Override
  public void forEach(Consumer<V> into) {
    Map<RowKey, Slot<V>> first = new HashMap<>(pinned);
    first.values().forEach(slot -> slot.value().ifPresent(into));
    store.scan(
        type,
        row -> {
          if (!first.containsKey(row.key())) {
            stored.read(row).ifPresent(into);
          }
        });
  }

  @Override
  public List<Row> referring(Reference reference, Set<RowKey> parents) {
    Map<RowKey, Slot<V>> first = new HashMap<>(pinned);
    List<Row> found = new ArrayList<>();
    first.values().stream()
        .flatMap(slot -> slot.value().stream())
        .flatMap(value -> Encoded.find(stored.codec(), value).stream())
        .filter(row -> reference.of(row).filter(parents::contains).isPresent())
        .forEach(found::add);
    for (RowKey parent : parents) {
      store.referring(type, reference, parent).stream()
          .filter(row -> !first.containsKey(row.key()))
          .forEach(found::add);
    }
    return found;
  }

  @Override
  public Optional<Slot<V>> unwritten(RowKey key) {
    return Optional.ofNullable(pinned.get(key));
  }

  /** The cache knows it before it is unpinned: no reader falls between the two. */
  @Override
  public void written(RowKey key, Slot<V> slot) {
    cache.put(key, slot.value());
    pinned.remove(key, slot);
  }

  /** What the cache knows is lost as well: it could not be kept once it is forgotten. */
  @Override
  public List<RowKey> storeLost() {
    cache.clear();
    return List.copyOf(pinned.keySet());
  }
}
