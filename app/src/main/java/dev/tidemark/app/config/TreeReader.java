package dev.tidemark.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one value of a document, whatever it is, and remembers where its entries stand. */
final class TreeReader {

  private final JsonParser parser;
  private final Function<JsonParser, String> origin;
  private final Map<String, String> origins = new HashMap<>();

  private TreeReader(JsonParser parser, Function<JsonParser, String> origin) {
    this.parser = parser;
    this.origin = origin;
  }

  /**
   * The value that the parser stands at the beginning of.
   *
   * @param at where its name stands
   * @param origin where the parser stands
   */
  static Subtree read(JsonParser parser, String at, Function<JsonParser, String> origin)
      throws IOException {
    TreeReader reader = new TreeReader(parser, origin);
    reader.origins.put("", at);
    Object tree = reader.value("");
    return new Subtree(tree, reader.origins);
  }

  private @Nullable Object value(String path) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return map(path);
    }
    if (token == JsonToken.START_ARRAY) {
      return list(path);
    }
    return scalar(token);
  }

  /** Where nothing stands, there is an empty text. */
  private @Nullable Object scalar(JsonToken token) throws IOException {
    if (parser.getText().isEmpty()) {
      return null;
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.getText();
    };
  }

  private Map<String, @Nullable Object> map(String path) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String below = path.isEmpty() ? name : path + "." + name;
      origins.put(below, origin.apply(parser));
      parser.nextToken();
      map.put(name, value(below));
    }
    return map;
  }

  private List<@Nullable Object> list(String path) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String element = "%s[%d]".formatted(path, list.size());
      origins.put(element, origin.apply(parser));
      list.add(value(element));
    }
    return list;
  }
}
