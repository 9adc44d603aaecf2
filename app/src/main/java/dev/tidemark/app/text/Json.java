package dev.tidemark.app.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists and scalars as JSON, for machines. Points in time are ISO-8601 in UTC. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** An object with names and values in turn; an empty {@link Optional} is null. */
  public static Map<String, @Nullable Object> object(Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], plain(namesAndValues[i + 1]));
    }
    return object;
  }

  private static @Nullable Object plain(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Json::plain).orElse(null);
    }
    return value instanceof Instant ? value.toString() : value;
  }

  /** What is JSON already. */
  public static Object raw(String json) {
    return new RawValue(json);
  }

  public static void print(Object value, PrintWriter out) {
    out.println(indented(value));
  }

  /** On many lines, for people who look at it after all. */
  public static String indented(Object value) {
    return written(MAPPER.writer(SerializationFeature.INDENT_OUTPUT), value);
  }

  /** On one line. */
  public static String line(Object value) {
    return written(MAPPER.writer(), value);
  }

  private static String written(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }
}
