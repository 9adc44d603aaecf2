package dev.tidemark.core.state;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Transactions over the strong tier, and what follows from them in the weak one. */
final class StrongTier {

  private final StrongStore store;
  private final Schema schema;
  private final WeakTables weak;
  private final Clock clock;

  StrongTier(StrongStore store, Schema schema, WeakTables weak, Clock clock) {
    this.store = store;
    this.schema = schema;
    this.weak = weak;
    this.clock = clock;
  }

  <T> T read(String attempted, Function<StateTransaction, T> work) {
    return store.read(attempted, transaction -> work.apply(rows(transaction, (type, key) -> {})));
  }

  /** What goes with the deleted rows goes when they are gone for good, and not before. */
  <T> T write(String attempted, Function<StateTransaction, T> work) {
    weak.dirty().refuseIfSealed(attempted);
    Map<EntityType, Set<RowKey>> deleted = new LinkedHashMap<>();
    T result =
        store.write(
            attempted,
            transaction -> {
              deleted.clear();
              return work.apply(
                  rows(
                      transaction,
                      (type, key) ->
                          deleted.computeIfAbsent(type, each -> new HashSet<>()).add(key)));
            });
    deleted.forEach((type, keys) -> removeDependents(attempted, type, keys));
    return result;
  }

  private void removeDependents(String attempted, EntityType type, Set<RowKey> keys) {
    try {
      weak.cascade().removeDependents(type, keys);
    } catch (TidemarkException | IllegalStateException e) {
      throw new StorageException(
          "%s: it is deleted, but what refers to it in the weak tier is not; the repair of the next start removes it: %s"
              .formatted(attempted, e.getMessage()),
          false,
          e);
    }
  }

  private StateTransaction rows(
      StrongTransaction transaction, BiConsumer<EntityType, RowKey> deleted) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new StateTransaction() {
      @Override
      public <V> StrongRows<V> in(StrongTable<V> table) {
        return new TransactedRows<>(transaction, table.values(), schema, now, deleted);
      }
    };
  }
}
