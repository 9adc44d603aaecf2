package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as a JSON object, without its extra fields. */
final class RowJson {

  private RowJson() {}

  static String of(Row row) {
    List<String> entries = new ArrayList<>();
    List<Field> fields = row.type().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (!row.isMissing(i)) {
        entries.add(quote(fields.get(i).name()) + ":" + value(fields.get(i), row.value(i)));
      }
    }
    return "{" + String.join(",", entries) + "}";
  }

  private static String value(Field field, @Nullable Object value) {
    if (value instanceof Instant instant) {
      return quote(field.precision().orElseThrow().format(instant));
    }
    return value instanceof String text && field.type() == FieldType.TEXT
        ? quote(text)
        : String.valueOf(value);
  }

  /** The text of a composite key is a JSON array; this is its first element. */
  private static String quote(String text) {
    String array = RowKey.of(text, 0L).text();
    return array.substring(1, array.length() - ",0]".length());
  }
}
