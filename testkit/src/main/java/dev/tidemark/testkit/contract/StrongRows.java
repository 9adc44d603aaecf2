package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A strong store, one row and one transaction at a time. */
record StrongRows(StrongStore store) {

  boolean insert(Row row) {
    return insert(row, StateSample.at(1));
  }

  boolean insert(Row row, Instant at) {
    return store.write("insert", transaction -> transaction.insert(row, at));
  }

  void insertAll(List<Row> rows) {
    store.write(
        "insert all",
        transaction -> {
          rows.forEach(row -> transaction.insert(row, StateSample.at(1)));
          return rows.size();
        });
  }

  boolean update(Row row, long expectedVersion) {
    return update(row, expectedVersion, StateSample.at(2));
  }

  boolean update(Row row, long expectedVersion, Instant at) {
    return store.write("update", transaction -> transaction.update(row, expectedVersion, at));
  }

  boolean delete(EntityType type, RowKey key, long expectedVersion) {
    return store.write("delete", transaction -> transaction.delete(type, key, expectedVersion));
  }

  Optional<StoredRow> find(EntityType type, RowKey key) {
    return store.read("find", transaction -> transaction.find(type, key));
  }

  /** The rows of a type in the order of a scan. */
  List<Row> rows(EntityType type) {
    return store.read("scan", transaction -> rows(transaction, type));
  }

  static List<Row> rows(StrongTransaction transaction, EntityType type) {
    List<Row> rows = new ArrayList<>();
    transaction.scan(type, stored -> rows.add(stored.row()));
    return rows;
  }
}
