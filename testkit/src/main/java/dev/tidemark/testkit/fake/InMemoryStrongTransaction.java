package dev.tidemark.testkit.fake;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Works on the tables that it is given. */
final class InMemoryStrongTransaction implements StrongTransaction {

  private final StateTables<StoredRow> tables;

  InMemoryStrongTransaction(StateTables<StoredRow> tables) {
    this.tables = tables;
  }

  @Override
  public Optional<StoredRow> find(EntityType type, RowKey key) {
    return Optional.ofNullable(tables.rows(type).get(key));
  }

  @Override
  public void scan(EntityType type, Consumer<StoredRow> into) {
    tables.rows(type).values().forEach(into);
  }

  @Override
  public boolean isReferredTo(EntityType type, Reference reference, RowKey parent) {
    return tables.rows(type).values().stream()
        .anyMatch(stored -> reference.of(stored.row()).filter(parent::equals).isPresent());
  }

  @Override
  public boolean insert(Row row, Instant at) {
    if (find(row.type(), row.key()).isPresent()) {
      return false;
    }
    Instant kept = Precision.MILLIS.cut(at);
    put(new StoredRow(row, 1, kept, kept));
    return true;
  }

  @Override
  public boolean update(Row row, long expectedVersion, Instant at) {
    Optional<StoredRow> old = inVersion(row.type(), row.key(), expectedVersion);
    old.ifPresent(
        stored ->
            put(
                new StoredRow(
                    row, expectedVersion + 1, stored.createdAt(), Precision.MILLIS.cut(at))));
    return old.isPresent();
  }

  @Override
  public boolean delete(EntityType type, RowKey key, long expectedVersion) {
    Optional<StoredRow> old = inVersion(type, key, expectedVersion);
    old.ifPresent(stored -> tables.rows(type).remove(key));
    return old.isPresent();
  }

  private Optional<StoredRow> inVersion(EntityType type, RowKey key, long version) {
    return find(type, key).filter(stored -> stored.version() == version);
  }

  private void put(StoredRow stored) {
    Row row = stored.row();
    StateTables.unfit(row)
        .ifPresent(
            field -> {
              throw new ConflictException(
                  "write a row of %s: %s has no value".formatted(row.type(), field));
            });
    row.type().unique().forEach(fields -> checkUnique(row, fields));
    tables.rows(row.type()).put(row.key(), stored);
  }

  private void checkUnique(Row row, List<String> fields) {
    List<Object> values = values(row, fields);
    if (values.size() == fields.size()
        && others(row).anyMatch(o -> values(o, fields).equals(values))) {
      throw new ConflictException(
          "write a row of %s: another one has the same %s"
              .formatted(row.type(), String.join(", ", fields)));
    }
  }

  private Stream<Row> others(Row row) {
    return tables.rows(row.type()).values().stream()
        .map(StoredRow::row)
        .filter(other -> !other.key().equals(row.key()));
  }

  private static List<Object> values(Row row, List<String> fields) {
    return fields.stream().<Object>map(row::value).filter(Objects::nonNull).toList();
  }
}
