package dev.tidemark.core.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a document apart, the tree of maps, lists and scalars that any YAML or JSON parser gives,
 * and gathers all that is wrong with it. What is wrong reads as empty, so that one can go on. Not
 * safe for use by many threads.
 */
public final class DocumentReader {

  private final List<String> problems = new ArrayList<>();

  /** What is wrong, each once, in the order in which it was found. */
  public List<String> problems() {
    return problems.stream().distinct().toList();
  }

  public void problem(String what) {
    problems.add(what);
  }

  /** Whether there is no entry but these; path is what their names begin with. */
  public void knownKeys(String path, Map<String, Object> said, List<String> known) {
    for (String key : said.keySet()) {
      if (!known.contains(key)) {
        problem(
            "%s%s: no such entry; expected one of %s%s"
                .formatted(path, key, String.join(", ", known), NearMiss.hint(key, known)));
      }
    }
  }

  /** Text without the blanks around it. */
  public String text(String path, @Nullable Object said) {
    if (said instanceof String text && !text.isBlank()) {
      return text.trim();
    }
    problem(path + ": expected text, found " + said);
    return "";
  }

  /** Entries in their order; none if nothing is said. */
  public Map<String, Object> map(String path, @Nullable Object said) {
    Optional<Map<String, Object>> map = said == null ? Optional.of(Map.of()) : asMap(said);
    if (map.isEmpty()) {
      problem(path + ": expected entries of the form name: value, found " + said);
    }
    return map.orElse(Map.of());
  }

  /** None if nothing is said. */
  public List<Object> list(String path, @Nullable Object said) {
    if (said instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (said != null) {
      problem(path + ": expected a list, found " + said);
    }
    return List.of();
  }

  /** A list of texts, or one alone; none if nothing is said. */
  public List<String> names(String path, @Nullable Object said) {
    if (said instanceof List<?> list) {
      return list.stream().map(each -> text(path, each)).toList();
    }
    return said == null ? List.of() : List.of(text(path, said));
  }

  /**
   * One of these constants, by its name in small letters.
   *
   * @param what they are, for people
   */
  public <E extends Enum<E>> Optional<E> word(String path, String what, String word, E[] all) {
    List<String> known = new ArrayList<>();
    for (E each : all) {
      String name = each.name().toLowerCase(Locale.ROOT);
      if (name.equals(word)) {
        return Optional.of(each);
      }
      known.add(name);
    }
    unknown(path, what, word, known);
    return Optional.empty();
  }

  /** Tells that there is no such one. */
  public void unknown(String path, String what, String word, List<String> known) {
    problem(
        "%s: no such %s: %s; expected one of %s%s"
            .formatted(path, what, word, String.join(", ", known), NearMiss.hint(word, known)));
  }

  /** The entries, if these are some; tells nothing. */
  public static Optional<Map<String, Object>> asMap(@Nullable Object said) {
    if (!(said instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return Optional.of(copy);
  }
}
