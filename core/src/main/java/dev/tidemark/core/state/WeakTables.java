package dev.tidemark.core.state;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.spi.ValueCache;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The tables of all weak types, parents first. One that nobody has claimed holds no more than what
 * is not written yet. Safe for use by many threads.
 */
final class WeakTables {

  private final StateSchema schema;
  private final StatePorts ports;
  private final Listener listener;
  private final List<EntityType> types;
  private final DirtySets dirty;
  private final Cascade cascade;
  private final AtomicReferenceArray<WeakTable<?>> tables;
  private final Map<String, Codec<?>> claimed = new ConcurrentHashMap<>();

  WeakTables(StateSchema schema, StatePorts ports, Clock clock, Listener listener) {
    this.schema = schema;
    this.ports = ports;
    this.listener = listener;
    this.types = schema.weak().types();
    this.dirty = new DirtySets(types.size(), clock);
    this.cascade = new Cascade(schema, this);
    this.tables = new AtomicReferenceArray<>(types.size());
    for (int set = 0; set < types.size(); set++) {
      tables.set(set, table(set, Codec.rows(types.get(set)), new Uncached<Row>()));
    }
  }

  DirtySets dirty() {
    return dirty;
  }

  Cascade cascade() {
    return cascade;
  }

  List<WeakTable<?>> all() {
    return types.stream().<WeakTable<?>>map(this::of).toList();
  }

  WeakTable<?> of(EntityType type) {
    return tables.get(indexOf(type));
  }

  /** Whether somebody uses the type, so that memory may have values of it. */
  boolean isClaimed(EntityType type) {
    return claimed.containsKey(type.name());
  }

  /**
   * The table of the codec's type. To be called between two flushes, when nothing is dirty.
   *
   * @throws IllegalStateException if somebody has it with another codec
   */
  <V> WeakTable<V> claim(Codec<V> codec) {
    int set = indexOf(codec.type());
    Codec<?> before = claimed.get(codec.type().name());
    if (before == null) {
      tables.set(set, made(set, codec));
      claimed.put(codec.type().name(), codec);
    } else if (!before.equals(codec)) {
      throw new IllegalStateException(
          "use the weak type " + codec.type() + ": it is in use with another codec");
    }
    @SuppressWarnings("unchecked") // made with an equal codec
    WeakTable<V> table = (WeakTable<V>) tables.get(set);
    return table;
  }

  private <V> WeakTable<V> made(int set, Codec<V> codec) {
    if (schema.bound(codec.type()).isPresent()) {
      return table(set, codec, ports.caches().bounded(schema.bound(codec.type()).getAsLong()));
    }
    StoredValues<V> stored = new StoredValues<>(codec, listener);
    ResidentValues<V> values = new ResidentValues<>(codec);
    ports
        .weak()
        .scan(
            codec.type(),
            row -> stored.read(row).ifPresent(v -> values.set(row.key(), Optional.of(v))));
    return new WeakTable<>(codec, values, dirty.set(set), cascade);
  }

  private <V> WeakTable<V> table(int set, Codec<V> codec, ValueCache<V> cache) {
    LoadedValues<V> values =
        new LoadedValues<>(new StoredValues<>(codec, listener), ports.weak(), cache);
    return new WeakTable<>(codec, values, dirty.set(set), cascade);
  }

  private int indexOf(EntityType type) {
    for (int set = 0; set < types.size(); set++) {
      if (types.get(set).name().equals(type.name())) {
        return set;
      }
    }
    throw new IllegalArgumentException(type + " is no type of the weak tier");
  }

  /** Dirty keys by type; only types that have some. */
  Map<String, Long> dirtyByType() {
    Map<String, Long> counts = new TreeMap<>();
    for (int set = 0; set < types.size(); set++) {
      long count = dirty.set(set).count();
      if (count > 0) {
        counts.put(types.get(set).name(), count);
      }
    }
    return counts;
  }
}
