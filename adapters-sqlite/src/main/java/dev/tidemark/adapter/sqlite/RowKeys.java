package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.RowKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Puts keys into the parameters of a statement, and takes them out of results. */
final class RowKeys {

  private RowKeys() {}

  /** From this parameter on, one for each field of the key. */
  static void bind(PreparedStatement statement, int first, RowKey key) throws SQLException {
    for (int i = 0; i < key.values().size(); i++) {
      statement.setObject(first + i, key.values().get(i));
    }
  }

  /** From the first column on. */
  static RowKey read(EntityType type, ResultSet result) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (String name : type.key()) {
      boolean number = type.field(name).orElseThrow().type() == FieldType.INTEGER;
      int column = values.size() + 1;
      values.add(number ? (Object) result.getLong(column) : result.getString(column));
    }
    return new RowKey(values);
  }
}
