package dev.tidemark.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a YAML file, each with the line on which it stands, and what of it is no list of
 * settings, as it is.
 */
final class ConfigFile {

  /** What is built and pushed to whom; {@link SnapshotLoader} reads it. */
  private static final String SNAPSHOTS = "snapshots";

  private final Path file;
  private final List<String> problems = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();
  private Optional<Subtree> snapshots = Optional.empty();

  private ConfigFile(Path file) {
    this.file = file;
  }

  static Sources.Said read(Path file) {
    ConfigFile read = new ConfigFile(file);
    try {
      return Yaml.read(file, read::document);
    } catch (UnreadableYaml e) {
      read.problems.add(e.getMessage());
      return new Sources.Said(List.of(), Optional.empty(), read.problems);
    }
  }

  private Sources.Said document(JsonParser parser) throws IOException {
    JsonToken start = parser.nextToken();
    if (start == JsonToken.START_OBJECT) {
      section("", parser);
    } else if (start != null && start != JsonToken.VALUE_NULL) {
      problems.add(origin(parser) + ": expected settings of the form name: value");
    }
    return new Sources.Said(given, snapshots, problems);
  }

  private void section(String prefix, JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      String origin = origin(parser);
      JsonToken value = parser.nextToken();
      if (key.equals(SNAPSHOTS)) {
        snapshots = Optional.of(TreeReader.read(parser, origin, this::origin));
      } else if (value == JsonToken.START_OBJECT) {
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
