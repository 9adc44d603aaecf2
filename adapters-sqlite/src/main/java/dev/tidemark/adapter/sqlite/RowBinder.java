package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a row into the parameters of a statement, in the order of {@link EntityTable#columns()}. */
final class RowBinder {

  private final Column[] columns;

  RowBinder(EntityType type) {
    List<Column> columns = new ArrayList<>();
    for (Field field : type.fields()) {
      columns.add(column(field));
    }
    this.columns = columns.toArray(Column[]::new);
  }

  /** Gives the size of the row's text in characters: that is what a batch takes of the heap. */
  int bind(PreparedStatement statement, Row row) throws SQLException {
    int size = bindFields(statement, row) + row.extra().map(String::length).orElse(0);
    bindText(statement, columns.length + 1, row.extra().orElse(null));
    bindText(statement, columns.length + 2, hasMissing(row) ? names(row.missing()) : null);
    return size;
  }

  /** The fields alone, from the first parameter on; null for what is missing. */
  int bindFields(PreparedStatement statement, Row row) throws SQLException {
    int size = 0;
    for (int i = 0; i < columns.length; i++) {
      Object value = row.value(i);
      if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        columns[i].bind(statement, i + 1, value);
        size += value instanceof String text ? text.length() : 0;
      }
    }
    return size;
  }

  private boolean hasMissing(Row row) {
    for (int i = 0; i < columns.length; i++) {
      if (row.isMissing(i)) {
        return true;
      }
    }
    return false;
  }

  /** Field names hold nothing that JSON would have to escape. */
  private static String names(List<String> fields) {
    return fields.stream()
        .map(field -> '"' + field + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static void bindText(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setString(index, text);
    }
  }

  private static Column column(Field field) {
    return switch (field.type()) {
      case INTEGER -> (statement, index, value) -> statement.setLong(index, (Long) value);
      case REAL -> (statement, index, value) -> statement.setDouble(index, (Double) value);
      case BOOLEAN -> (statement, index, value) -> statement.setInt(index, (Boolean) value ? 1 : 0);
      case TEXT, JSON -> (statement, index, value) -> statement.setString(index, (String) value);
      case INSTANT -> instant(field.precision().orElseThrow());
    };
  }

  private static Column instant(Precision precision) {
    return (statement, index, value) ->
        statement.setString(index, precision.format((Instant) value));
  }

  private interface Column {
    void bind(PreparedStatement statement, int index, Object value) throws SQLException;
  }
}
