package dev.tidemark.adapter.mysql;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keys of one type in the parameters and results of statements. */
final class Keys {

  private final TypeTable table;
  private final List<Boolean> texts;

  Keys(TypeTable table) {
    this.table = table;
    EntityType type = table.type();
    this.texts =
        type.key().stream()
            .map(name -> type.field(name).orElseThrow().type() == FieldType.TEXT)
            .toList();
  }

  /** From the first columns on. */
  RowKey read(ResultSet result) throws SQLException {
    List<Object> values = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      values.add(texts.get(i) ? text(result.getBytes(i + 1)) : (Object) result.getLong(i + 1));
    }
    return new RowKey(values);
  }

  /** Into the parameters from this one on; gives the next one. */
  static int set(PreparedStatement statement, int from, RowKey key) throws SQLException {
    int next = from;
    for (Object value : key.values()) {
      if (value instanceof String) {
        RowParameters.bytes(statement, next++, value);
      } else {
        statement.setLong(next++, (Long) value);
      }
    }
    return next;
  }

  /** A key that only looks like another one could be neither found nor deleted by it. */
  private String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MirrorSetupException(
          "read table %s: somebody has put a row there whose key is no UTF-8, 0x%s; delete it"
              .formatted(table.name(), HexFormat.of().formatHex(utf8)),
          e);
    }
  }
}
