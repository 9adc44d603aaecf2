package dev.tidemark.adapter.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one field into a row.
 *
 * @param index where the field stands in its entity type
 */
record ValueReader(int index, Field field, @Nullable UnaryOperator<String> rewrite) {

  void read(JsonParser parser, Row.Builder row) throws IOException {
    Object value = value(parser);
    if (value instanceof Unfit unfit) {
      row.unfit(index, unfit.found());
    } else {
      row.set(index, value);
    }
  }

  /** Null, a value of the field's class, or an {@link Unfit}. */
  private @Nullable Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (field.type()) {
      case INTEGER -> integer(parser);
      case REAL -> real(parser);
      case TEXT -> text(parser);
      case BOOLEAN -> bool(parser);
      case INSTANT -> instant(parser);
      case JSON -> JsonText.copy(parser);
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return other(parser);
    }
    return parser.getNumberType() == NumberType.BIG_INTEGER
        ? new Unfit("a whole number past 64 bits")
        : (Object) parser.getLongValue();
  }

  private static Object real(JsonParser parser) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      return other(parser);
    }
    double value = parser.getDoubleValue();
    return Double.isFinite(value) ? (Object) value : new Unfit("a number past a double's range");
  }

  private Object text(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return other(parser);
    }
    String text = parser.getText();
    if (JsonText.hasLoneSurrogate(text)) {
      return Unfit.LONE_SURROGATE;
    }
    return rewrite == null ? text : rewrite.apply(text);
  }

  private static Object bool(JsonParser parser) throws IOException {
    return parser.currentToken().isBoolean() ? (Object) parser.getBooleanValue() : other(parser);
  }

  private Object instant(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return other(parser);
    }
    try {
      return field.precision().orElseThrow().parse(parser.getText());
    } catch (DateTimeException e) {
      return new Unfit("text that is no point in time");
    }
  }

  /** What the value is, which is skipped. */
  static Unfit other(JsonParser parser) throws IOException {
    JsonToken found = parser.currentToken();
    parser.skipChildren();
    return new Unfit(
        switch (found) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "text";
          case VALUE_NUMBER_INT -> "a whole number";
          case VALUE_NUMBER_FLOAT -> "a fraction";
          case VALUE_NULL -> "null";
          default -> "a boolean";
        });
  }
}
