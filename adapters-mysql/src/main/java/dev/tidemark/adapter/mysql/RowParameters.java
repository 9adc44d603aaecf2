package dev.tidemark.adapter.mysql;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts a row into the parameters of a statement, in the order of {@link TypeTable#columns()}. */
final class RowParameters {

  private final Setter[] setters;

  RowParameters(TypeTable table) {
    EntityType type = table.type();
    this.setters =
        type.fields().stream()
            .map(field -> setter(field, table.isKey(field.name())))
            .toArray(Setter[]::new);
  }

  /** Gives about how many bytes the row is as text. */
  int set(PreparedStatement statement, Row row) throws SQLException {
    int size = 0;
    for (int i = 0; i < setters.length; i++) {
      size += set(statement, i, row.value(i));
    }
    int next = setters.length;
    text(statement, ++next, row.extra().orElse(null));
    text(statement, ++next, RowDigest.missing(row));
    text(statement, ++next, row.vanishedAt().map(InstantText::of).orElse(null));
    return size + row.extra().map(String::length).orElse(0);
  }

  private int set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index + 1, Types.NULL);
      return 1;
    }
    setters[index].set(statement, index + 1, value);
    return value instanceof String text ? text.length() : Long.BYTES;
  }

  private static void text(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setString(index, text);
    }
  }

  private static Setter setter(Field field, boolean isKey) {
    return switch (field.type()) {
      case INTEGER -> (statement, index, value) -> statement.setLong(index, (Long) value);
      case REAL -> (statement, index, value) -> statement.setDouble(index, (Double) value);
      case BOOLEAN -> (statement, index, value) -> statement.setInt(index, (Boolean) value ? 1 : 0);
      case INSTANT ->
          (statement, index, value) -> statement.setString(index, InstantText.of((Instant) value));
      case TEXT, JSON -> isKey ? RowParameters::bytes : RowParameters::string;
    };
  }

  private static void string(PreparedStatement statement, int index, Object value)
      throws SQLException {
    statement.setString(index, (String) value);
  }

  static void bytes(PreparedStatement statement, int index, Object value) throws SQLException {
    statement.setBytes(index, ((String) value).getBytes(StandardCharsets.UTF_8));
  }

  private interface Setter {
    void set(PreparedStatement statement, int index, Object value) throws SQLException;
  }
}
