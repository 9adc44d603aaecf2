package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a row out of a result, in the order of {@link EntityTable#storedColumnList()}. */
final class RowReader {

  private final EntityType type;
  private final List<Field> fields;

  RowReader(EntityType type) {
    this.type = type;
    this.fields = type.fields();
  }

  Row read(ResultSet result) throws SQLException {
    Row.Builder row = Row.builder(type);
    String missing = result.getString(fields.size() + 2);
    for (int i = 0; i < fields.size(); i++) {
      if (missing == null || !missing.contains('"' + fields.get(i).name() + '"')) {
        row.set(i, value(fields.get(i), result, i + 1));
      }
    }
    String extra = result.getString(fields.size() + 1);
    if (extra != null) {
      row.extra(extra);
    }
    String vanished = result.getString(fields.size() + 3);
    if (vanished != null) {
      row.vanishedAt(Instant.parse(vanished));
    }
    return row.buildStored();
  }

  /**
   * The fields alone, from the first column on. One whose column holds no value of it, which an
   * older table or another tool allows, is missing.
   */
  Row readFields(ResultSet result) throws SQLException {
    Row.Builder row = Row.builder(type);
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      Object stored = result.getObject(i + 1);
      if (stored == null || type.key().contains(field.name())) {
        row.set(i, value(field, result, i + 1));
      } else {
        set(row, i, fit(field, stored));
      }
    }
    return row.buildStored();
  }

  private static void set(Row.Builder row, int index, Optional<Object> value) {
    value.ifPresent(fit -> row.set(index, fit));
  }

  /** Empty if it is no value of the field. */
  private static Optional<Object> fit(Field field, Object stored) {
    return switch (field.type()) {
      case INTEGER -> whole(stored).map(number -> number);
      case BOOLEAN -> whole(stored).filter(n -> n == 0 || n == 1).map(n -> n == 1);
      case REAL -> stored instanceof Number n ? Optional.of(n.doubleValue()) : Optional.empty();
      case TEXT, JSON -> Optional.of(stored).filter(String.class::isInstance);
      case INSTANT -> stored instanceof String text ? instant(text) : Optional.empty();
    };
  }

  private static Optional<Long> whole(Object stored) {
    return stored instanceof Integer || stored instanceof Long
        ? Optional.of(((Number) stored).longValue())
        : Optional.empty();
  }

  private static Optional<Object> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** As the field has it; null if there is none. */
  static @Nullable Object value(Field field, ResultSet result, int column) throws SQLException {
    Object stored = result.getObject(column);
    if (stored == null) {
      return null;
    }
    return switch (field.type()) {
      case INTEGER -> ((Number) stored).longValue();
      case REAL -> ((Number) stored).doubleValue();
      case TEXT, JSON -> stored;
      case BOOLEAN -> ((Number) stored).intValue() == 1;
      case INSTANT -> field.precision().orElseThrow().parse((String) stored);
    };
  }
}
