package dev.tidemark.core.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One type of the strong tier; each call is a transaction. Safe for use by many threads. */
public final class StrongTable<V> implements StrongRows<V> {

  private final StoredValues<V> values;
  private final StrongTier tier;

  StrongTable(StoredValues<V> values, StrongTier tier) {
    this.values = values;
    this.tier = tier;
  }

  public EntityType type() {
    return values.codec().type();
  }

  @Override
  public Optional<Versioned<V>> find(RowKey key) {
    return read("read", rows -> rows.find(key));
  }

  @Override
  public Versioned<V> get(RowKey key) {
    return read("read", rows -> rows.get(key));
  }

  @Override
  public List<Versioned<V>> list() {
    return read("list", StrongRows::list);
  }

  @Override
  public Versioned<V> insert(V value) {
    return write("insert", rows -> rows.insert(value));
  }

  @Override
  public Saved<V> insertIfAbsent(V value) {
    return write("insert", rows -> rows.insertIfAbsent(value));
  }

  @Override
  public Versioned<V> update(V value, long expectedVersion) {
    return write("update", rows -> rows.update(value, expectedVersion));
  }

  @Override
  public Saved<V> save(V value) {
    return write("save", rows -> rows.save(value));
  }

  @Override
  public void delete(RowKey key) {
    write("delete", rows -> deleted(rows, key, Optional.empty()));
  }

  @Override
  public void delete(RowKey key, long expectedVersion) {
    write("delete", rows -> deleted(rows, key, Optional.of(expectedVersion)));
  }

  private static <V> RowKey deleted(StrongRows<V> rows, RowKey key, Optional<Long> version) {
    version.ifPresentOrElse(expected -> rows.delete(key, expected), () -> rows.delete(key));
    return key;
  }

  StoredValues<V> values() {
    return values;
  }

  private <T> T write(String attempted, Function<StrongRows<V>, T> work) {
    return tier.write(attempted + " " + type(), transaction -> work.apply(transaction.in(this)));
  }

  private <T> T read(String attempted, Function<StrongRows<V>, T> work) {
    return tier.read(attempted + " " + type(), transaction -> work.apply(transaction.in(this)));
  }
}
