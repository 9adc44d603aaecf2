package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.RollupFixture.RollupSource;
import dev.tidemark.testkit.contract.RollupFixture.SourceTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What writes to the sources of an {@link InMemoryRollupStore}. */
final class InMemoryRollupSource implements RollupSource {

  private final InMemoryRollupStore store;
  private final List<EntityType> types;

  InMemoryRollupSource(InMemoryRollupStore store, List<EntityType> types) {
    this.store = store;
    this.types = List.copyOf(types);
  }

  @Override
  public SourceTransaction begin() {
    store.lock();
    return new Transaction(store.contents().copy());
  }

  @Override
  public List<Row> rows(EntityType type) {
    return List.copyOf(store.contents().copy().rows(type));
  }

  private final class Transaction implements SourceTransaction {

    private final RollupContents contents;

    private Transaction(RollupContents contents) {
      this.contents = contents;
    }

    @Override
    public void put(Row row) {
      row.type().references().stream()
          .filter(Reference::required)
          .forEach(each -> each.of(row).ifPresent(key -> require(row, each.target(), key)));
      write(row.type(), row.key(), () -> contents.table(row.type()).put(row.key(), row));
    }

    @Override
    public void remove(EntityType type, RowKey key) {
      write(type, key, () -> cascade(type, key));
    }

    private void require(Row child, String parent, RowKey key) {
      if (!contents.rows.getOrDefault(parent, Map.of()).containsKey(key)) {
        throw new IllegalStateException(
            "put %s: expected %s %s to be there, found none".formatted(child, parent, key));
      }
    }

    private void write(EntityType type, RowKey key, Runnable change) {
      List<RollupCapture> captures =
          contents.rollups.values().stream()
              .map(kept -> new RollupCapture(kept, contents, type, key))
              .toList();
      change.run();
      captures.forEach(capture -> capture.after(store.now()));
    }

    private void cascade(EntityType type, RowKey key) {
      if (contents.table(type).remove(key) != null) {
        types.forEach(
            child ->
                child.references().stream()
                    .filter(each -> each.required() && each.target().equals(type.name()))
                    .flatMap(each -> children(child, each, key))
                    .toList()
                    .forEach(row -> cascade(child, row.key())));
      }
    }

    private Stream<Row> children(EntityType child, Reference reference, RowKey parent) {
      return contents.rows(child).stream()
          .filter(row -> reference.of(row).equals(Optional.of(parent)));
    }

    @Override
    public void commit() {
      store.replace(contents);
    }

    @Override
    public void close() {
      store.unlock();
    }
  }
}
