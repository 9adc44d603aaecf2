package dev.tidemark.core.state;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Rows of one type as part of a transaction. */
final class TransactedRows<V> implements StrongRows<V> {

  private final StrongTransaction transaction;
  private final StoredValues<V> values;
  private final Schema schema;
  private final Instant now;
  private final BiConsumer<EntityType, RowKey> deleted;

  /**
   * @param now when everything in this transaction happens
   * @param deleted told what is deleted
   */
  TransactedRows(
      StrongTransaction transaction,
      StoredValues<V> values,
      Schema schema,
      Instant now,
      BiConsumer<EntityType, RowKey> deleted) {
    this.transaction = transaction;
    this.values = values;
    this.schema = schema;
    this.now = now;
    this.deleted = deleted;
  }

  @Override
  public Optional<Versioned<V>> find(RowKey key) {
    return transaction.find(type(), key).map(this::versioned);
  }

  @Override
  public Versioned<V> get(RowKey key) {
    return find(key).orElseThrow(() -> notFound("read", key));
  }

  @Override
  public List<Versioned<V>> list() {
    List<Versioned<V>> all = new ArrayList<>();
    transaction.scan(
        type(),
        stored -> values.read(stored.row()).ifPresent(value -> all.add(versioned(stored, value))));
    return all;
  }

  @Override
  public Versioned<V> insert(V value) {
    Saved<V> saved = insertIfAbsent(value);
    if (!saved.created()) {
      throw new ConflictException(
          "insert %s %s: it is there already, in version %d; update it instead"
              .formatted(type(), key(value), saved.row().version()));
    }
    return saved.row();
  }

  @Override
  public Saved<V> insertIfAbsent(V value) {
    Optional<Versioned<V>> before = find(key(value));
    return before.isPresent()
        ? new Saved<>(before.get(), false)
        : new Saved<>(inserted(value), true);
  }

  private Versioned<V> inserted(V value) {
    Row row = row("insert", value);
    if (!transaction.insert(row, now)) {
      throw new IllegalStateException(
          "insert %s %s: it came meanwhile".formatted(type(), row.key()));
    }
    return new Versioned<>(value, 1, now, now);
  }

  @Override
  public Versioned<V> update(V value, long expectedVersion) {
    return updated(value, stored("update", key(value)), expectedVersion);
  }

  private Versioned<V> updated(V value, StoredRow before, long expectedVersion) {
    Row row = row("update", value);
    if (!transaction.update(row, expectedVersion, now)) {
      throw notInVersion("update", before, expectedVersion);
    }
    return new Versioned<>(value, expectedVersion + 1, before.createdAt(), now);
  }

  @Override
  public Saved<V> save(V value) {
    Optional<StoredRow> before = transaction.find(type(), key(value));
    return before.isPresent()
        ? new Saved<>(updated(value, before.get(), before.get().version()), false)
        : new Saved<>(inserted(value), true);
  }

  @Override
  public void delete(RowKey key) {
    StoredRow stored = stored("delete", key);
    delete(stored, stored.version());
  }

  @Override
  public void delete(RowKey key, long expectedVersion) {
    delete(stored("delete", key), expectedVersion);
  }

  private void delete(StoredRow stored, long expectedVersion) {
    RowKey key = stored.row().key();
    refuseIfRequired(key);
    if (!transaction.delete(type(), key, expectedVersion)) {
      throw notInVersion("delete", stored, expectedVersion);
    }
    deleted.accept(type(), key);
  }

  private void refuseIfRequired(RowKey key) {
    for (EntityType child : schema.types()) {
      for (Reference reference : child.references()) {
        if (reference.required()
            && reference.target().equals(type().name())
            && transaction.isReferredTo(child, reference, key)) {
          throw new ConflictException(
              "delete %s %s: a row of %s refers to it; delete that first"
                  .formatted(type(), key, child));
        }
      }
    }
  }

  private Row row(String attempted, V value) {
    Row row = encoded(attempted, value);
    for (Reference reference : type().references()) {
      if (reference.required()) {
        reference.of(row).ifPresent(parent -> requireParent(attempted, row, reference, parent));
      }
    }
    return row;
  }

  private Row encoded(String attempted, V value) {
    try {
      return Encoded.row(values.codec(), value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s %s: %s".formatted(attempted, type(), e.getMessage()), e);
    }
  }

  private void requireParent(String attempted, Row row, Reference reference, RowKey parent) {
    if (transaction.find(schema.type(reference.target()), parent).isEmpty()) {
      throw new ConflictException(
          "%s %s %s: it refers to %s %s, which is not there"
              .formatted(attempted, type(), row.key(), reference.target(), parent));
    }
  }

  private StoredRow stored(String attempted, RowKey key) {
    return transaction.find(type(), key).orElseThrow(() -> notFound(attempted, key));
  }

  private ConflictException notInVersion(String attempted, StoredRow found, long expected) {
    return new ConflictException(
        "%s %s %s: expected version %d, found %d; read it again and retry"
            .formatted(attempted, type(), found.row().key(), expected, found.version()));
  }

  private NotFoundException notFound(String attempted, RowKey key) {
    return new NotFoundException("%s %s %s: it is not there".formatted(attempted, type(), key));
  }

  private Versioned<V> versioned(StoredRow stored) {
    V value =
        values
            .read(stored.row())
            .orElseThrow(
                () ->
                    new StorageException(
                        "read %s %s: what is stored is no value of it; see the log for why"
                            .formatted(type(), stored.row().key()),
                        false));
    return versioned(stored, value);
  }

  private Versioned<V> versioned(StoredRow stored, V value) {
    return new Versioned<>(value, stored.version(), stored.createdAt(), stored.updatedAt());
  }

  private EntityType type() {
    return values.codec().type();
  }

  private RowKey key(V value) {
    return values.codec().key(value);
  }
}
