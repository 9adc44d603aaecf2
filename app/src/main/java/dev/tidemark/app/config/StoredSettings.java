package dev.tidemark.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.settings.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings that are stored with the state, as the one document in which they are kept: a JSON
 * object of names and texts. Nothing says that the names are known or the texts any good; another
 * version of this program may have put them there.
 *
 * @param version of the document; 0 if there is none
 * @param texts by the names of the settings
 * @param problems with the document as a whole
 */
public record StoredSettings(long version, SortedMap<String, String> texts, List<String> problems) {

  static final String ORIGIN = "settings version ";

  public static final StoredSettings NONE =
      new StoredSettings(0, Collections.emptySortedMap(), List.of());

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public StoredSettings {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    problems = List.copyOf(problems);
  }

  /** What this version of the document says. */
  public static StoredSettings of(Revision revision) {
    SortedMap<String, String> texts = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    object(revision.document())
        .ifPresentOrElse(
            object -> read(object, texts, problems),
            () -> problems.add("expected a JSON object of names and texts; roll it back"));
    return new StoredSettings(revision.version(), texts, problems);
  }

  private static Optional<JsonNode> object(String document) {
    try {
      return Optional.ofNullable(MAPPER.readTree(document)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static void read(JsonNode object, Map<String, String> texts, List<String> problems) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue().isValueNode()) {
        texts.put(entry.getKey(), entry.getValue().asText());
      } else {
        problems.add(entry.getKey() + ": expected one text");
      }
    }
  }

  /** The document that says the same. */
  public String document() {
    return Json.line(texts);
  }

  /** The same with these texts, too, in place of those of the same names. */
  public StoredSettings with(Map<String, String> more) {
    SortedMap<String, String> all = new TreeMap<>(texts);
    all.putAll(more);
    return new StoredSettings(version, all, problems);
  }

  /** The same without the texts of these names. */
  public StoredSettings without(List<String> names) {
    SortedMap<String, String> left = new TreeMap<>(texts);
    names.forEach(left::remove);
    return new StoredSettings(version, left, problems);
  }

  /** The same as another version of the document. */
  public StoredSettings at(long other) {
    return new StoredSettings(other, texts, problems);
  }

  /** Where its values come from, for people. */
  public String origin() {
    return ORIGIN + version;
  }

  /** All that is wrong with it, whether or not something else hides the value. */
  public List<String> everyProblem() {
    List<String> all = new ArrayList<>(problems);
    texts.forEach((name, text) -> problem(name, text).ifPresent(all::add));
    return all;
  }

  private static Optional<String> problem(String name, String text) {
    Optional<String> objection = objection(name);
    return objection.isPresent() ? objection : Settings.find(name).flatMap(it -> bad(it, text));
  }

  private static Optional<String> bad(Setting<?> setting, String text) {
    try {
      setting.parser().apply(text);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(setting + ": " + e.getMessage());
    }
  }

  /** Why no value of this name may be stored, if it may not. */
  static Optional<String> objection(String name) {
    Optional<Setting<?>> setting = Settings.find(name);
    if (setting.isEmpty()) {
      return Optional.of(name + ": no such setting" + Settings.hint(name));
    }
    return setting.filter(each -> !each.live()).map(StoredSettings::notLive);
  }

  private static String notLive(Setting<?> setting) {
    return setting.secret()
        ? "%s: a secret is not stored here; write ${file:PATH} or ${env:NAME} into tidemark.yaml, or set %s"
            .formatted(setting, setting.variable())
        : "%s: it is read when a process starts; set it in tidemark.yaml, or as %s"
            .formatted(setting, setting.variable());
  }
}
