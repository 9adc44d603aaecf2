package dev.tidemark.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The settings of a YAML file, each with the line on which it stands. */
final class ConfigFile {

  private final Path file;
  private final List<String> problems;
  private final List<Given> given = new ArrayList<>();

  private ConfigFile(Path file, List<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  static List<Given> read(Path file, List<String> problems) {
    try {
      return Yaml.read(file, new ConfigFile(file, problems)::document);
    } catch (UnreadableYaml e) {
      problems.add(e.getMessage());
      return List.of();
    }
  }

  private List<Given> document(JsonParser parser) throws IOException {
    JsonToken start = parser.nextToken();
    if (start == JsonToken.START_OBJECT) {
      section("", parser);
    } else if (start != null && start != JsonToken.VALUE_NULL) {
      problems.add(origin(parser) + ": expected settings of the form name: value");
    }
    return given;
  }

  private void section(String prefix, JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      String origin = origin(parser);
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT) {
        section(key + ".", parser);
      } else if (value == JsonToken.START_ARRAY) {
        parser.skipChildren();
        problems.add(origin + ": " + key + ": expected one value, found a list");
      } else if (value != JsonToken.VALUE_NULL) {
        given.add(new Given(key, parser.getText(), origin, false));
      }
    }
  }

  private String origin(JsonParser parser) {
    return file + ":" + parser.currentTokenLocation().getLineNr();
  }
}
