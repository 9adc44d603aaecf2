package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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

  /** The fields alone, from the first column on. */
  Row readFields(ResultSet result) throws SQLException {
    Row.Builder row = Row.builder(type);
    for (int i = 0; i < fields.size(); i++) {
      row.set(i, value(fields.get(i), result, i + 1));
    }
    return row.buildStored();
  }

  private static @Nullable Object value(Field field, ResultSet result, int column)
      throws SQLException {
    String text = result.getString(column);
    if (text == null) {
      return null;
    }
    return switch (field.type()) {
      case INTEGER -> result.getLong(column);
      case REAL -> result.getDouble(column);
      case TEXT, JSON -> text;
      case BOOLEAN -> result.getInt(column) == 1;
      case INSTANT -> Instant.parse(text);
    };
  }
}
