package dev.tidemark.adapter.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Map;

/** Reads and writes JSON token by token; numbers stay digit for digit what they were. */
final class JsonText {

  /** Larger than any sane field, small enough for a small heap. */
  private static final int LONGEST_TEXT = 32 * 1024 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // JSON is UTF-8, and only bytes that are UTF-8 can be counted.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Closing a body before its end has been seen drops the connection.
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();

  private JsonText() {}

  static JsonParser parser(InputStream in) throws IOException {
    return JSON.createParser(in);
  }

  /** Copies the value at the parser as compact text; an {@link Unfit} if it cannot be stored. */
  static Object copy(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    boolean sound = true;
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      int depth = 0;
      do {
        sound &= copyToken(parser, generator);
        depth += step(parser.currentToken());
      } while (depth > 0 && parser.nextToken() != null);
    }
    return sound ? text.toString() : Unfit.LONE_SURROGATE;
  }

  private static int step(JsonToken token) {
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }

  private static boolean copyToken(JsonParser parser, JsonGenerator to) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_STRING -> to.writeString(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(parser.getText());
      default -> to.copyCurrentEvent(parser);
    }
    return parser.currentToken() != JsonToken.VALUE_STRING || !hasLoneSurrogate(parser.getText());
  }

  static String quote(String text) throws IOException {
    StringWriter quoted = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(quoted)) {
      generator.writeString(text);
    }
    return quoted.toString();
  }

  /** A JSON object of these values, which are JSON text already. */
  static String object(Map<String, ?> values) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.writeStartObject();
      for (Map.Entry<String, ?> each : values.entrySet()) {
        generator.writeFieldName(each.getKey());
        generator.writeRawValue(each.getValue().toString());
      }
      generator.writeEndObject();
    }
    return text.toString();
  }

  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
