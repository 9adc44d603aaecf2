package dev.tidemark.testkit.fake;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Optional;
import java.util.function.Consumer;
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
  public void scan(EntityType type, Consumer<Row> into) {
    state.get().rows(type).values().forEach(into);
  }
}
