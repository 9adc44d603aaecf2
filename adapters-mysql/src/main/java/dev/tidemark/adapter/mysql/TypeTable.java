package dev.tidemark.adapter.mysql;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entity type as a table of a mirror: a column for each field, then what upstream sent beyond
 * the schema, which keys it did not send, and since when the row has vanished.
 *
 * @param name of the table
 */
record TypeTable(EntityType type, String name) {

  private static final int NUMBER_BYTES = 8;

  static TypeTable of(EntityType type, String prefix) {
    return new TypeTable(type, prefix + type.name());
  }

  String quotedName() {
    return Names.quote(name);
  }

  /** In the order in which rows are written. */
  List<MirrorColumn> columns() {
    int bytes = keyBytes();
    List<MirrorColumn> columns = new ArrayList<>();
    for (Field field : type.fields()) {
      columns.add(isKey(field.name()) ? MirrorColumn.ofKey(field, bytes) : MirrorColumn.of(field));
    }
    columns.add(MirrorColumn.text(MirrorColumn.EXTRA));
    columns.add(MirrorColumn.text(MirrorColumn.MISSING));
    columns.add(MirrorColumn.instant(MirrorColumn.VANISHED));
    return columns;
  }

  List<String> columnNames() {
    return columns().stream().map(MirrorColumn::name).toList();
  }

  /** Columns beside the key. */
  List<String> contents() {
    return columnNames().stream().filter(column -> !isKey(column)).toList();
  }

  boolean isKey(String column) {
    return type.key().contains(column);
  }

  /** Each text of a key may have its share of what an index takes. */
  private int keyBytes() {
    int texts = (int) type.key().stream().filter(this::isText).count();
    int numbers = (type.key().size() - texts) * NUMBER_BYTES;
    return texts == 0 ? 0 : (MirrorIndex.MOST_BYTES - numbers) / texts;
  }

  private boolean isText(String field) {
    return type.field(field).orElseThrow().type() == FieldType.TEXT;
  }

  /** One for the version, each reference and each that the schema names. */
  List<MirrorIndex> indexes() {
    Set<List<String>> indexes = new LinkedHashSet<>();
    type.version().ifPresent(version -> indexes.add(List.of(version)));
    type.references().stream().map(Reference::fields).forEach(indexes::add);
    indexes.addAll(type.indexes());
    indexes.remove(type.key());
    return indexes.stream().map(names -> MirrorIndex.of(columns(names))).toList();
  }

  private List<MirrorColumn> columns(List<String> names) {
    List<MirrorColumn> all = columns();
    return names.stream().map(name -> all.get(type.indexOf(name))).toList();
  }

  /** The statement that makes the table with its indexes. */
  String create() {
    return create("CREATE TABLE " + quotedName(), indexes());
  }

  /** The same columns in a table of the connection's own. */
  String createTemporary(String other) {
    return create("CREATE TEMPORARY TABLE " + Names.quote(other), List.of());
  }

  private String create(String create, List<MirrorIndex> indexes) {
    String parts =
        Stream.of(
                columns().stream().map(MirrorColumn::definition),
                Stream.of("PRIMARY KEY (" + Names.list(type.key()) + ")"),
                indexes.stream().map(MirrorIndex::definition))
            .flatMap(each -> each)
            .collect(Collectors.joining(", "));
    return create
        + " ("
        + parts
        + ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE "
        + MirrorColumn.COLLATION;
  }
}
