package dev.tidemark.testkit.fake;

import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.KeyOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All that a mirror holds at one moment. Once others see it, it is copied before it is changed. */
final class MirrorContents {

  final Map<String, Table> tables = new HashMap<>();
  Optional<Bookmark> bookmark = Optional.empty();
  long term;
  boolean isPrepared;

  /** One table. */
  static final class Table {
    final EntityType type;
    final TreeMap<RowKey, Row> rows = new TreeMap<>(KeyOrder::compare);
    TableState state;

    Table(EntityType type, TableState state) {
      this.type = type;
      this.state = state;
    }

    /** The same rows in the fields of another version of the type. */
    Table as(EntityType other, TableState then) {
      Table table = new Table(other, then);
      if (other.equals(type)) {
        table.rows.putAll(rows);
      } else {
        rows.forEach((key, row) -> table.rows.put(key, as(other, row)));
      }
      return table;
    }

    private static Row as(EntityType other, Row row) {
      Row.Builder builder = Row.builder(other);
      for (Field field : other.fields()) {
        boolean isThere = row.type().field(field.name()).isPresent();
        builder.set(other.indexOf(field.name()), isThere ? row.value(field.name()) : null);
      }
      row.extra().ifPresent(builder::extra);
      row.vanishedAt().ifPresent(builder::vanishedAt);
      return builder.buildStored();
    }
  }

  MirrorContents copy() {
    MirrorContents copy = new MirrorContents();
    copy.bookmark = bookmark;
    copy.term = term;
    copy.isPrepared = isPrepared;
    tables.forEach((name, table) -> copy.tables.put(name, table.as(table.type, table.state)));
    return copy;
  }
}
