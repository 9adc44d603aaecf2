package dev.tidemark.app.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Rows to and from JSON: ASCII only, and numbers keep their digits. */
final class SampleJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private SampleJson() {}

  static JsonMapper mapper() {
    return MAPPER;
  }

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of the sample cannot be written as JSON", e);
    }
  }

  static ObjectNode tree(byte[] json) {
    try {
      return MAPPER.readValue(json, ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a row of the sample is not a JSON object", e);
    }
  }

  /** The whole number in {@code field}, read no further than that; -1 when there is none. */
  static long number(byte[] json, String field) {
    try (var parser = MAPPER.createParser(json)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (name.equals(field)) {
          return value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
        }
        parser.skipChildren();
      }
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException("a row of the sample is not a JSON object", e);
    }
  }

  /**
   * Microseconds since the epoch; 0 for a text that is no instant, so that no window selects it.
   */
  static long micros(@Nullable String instant) {
    if (instant == null) {
      return 0;
    }
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
