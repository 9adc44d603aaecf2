package dev.tidemark.testkit.fake;

import dev.tidemark.core.query.Extent;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.KeyOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads whatever state is the present one when a call begins. */
final class InMemoryReader implements ReplicaReader {

  private final Supplier<ReplicaState> state;

  InMemoryReader(Supplier<ReplicaState> state) {
    this.state = state;
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    return Optional.ofNullable(state.get().rows(type).get(key));
  }

  @Override
  public List<Row> find(EntityType type, Collection<RowKey> keys) {
    Map<RowKey, Row> rows = state.get().rows(type);
    return keys.stream().distinct().map(rows::get).filter(Objects::nonNull).toList();
  }

  @Override
  public <T> T read(EntityType type, KeyRange range, Function<Iterator<Row>, T> work) {
    return work.apply(
        state.get().rows(type).values().stream()
            .filter(row -> KeyOrder.isWithin(range, row.key()))
            .iterator());
  }

  @Override
  public Extent extent(EntityType type) {
    Map<RowKey, Row> rows = state.get().rows(type);
    Optional<Instant> newest =
        type.version()
            .flatMap(
                version ->
                    rows.values().stream()
                        .map(row -> (Instant) row.value(version))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder()));
    return new Extent(rows.size(), newest);
  }
}
