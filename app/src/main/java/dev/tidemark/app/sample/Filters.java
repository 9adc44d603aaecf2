package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The filters of a list: ranges of ids, and fields that equal a value or one of several. */
final class Filters {

  private static final String IN = "__in";

  private final Parameters given;
  private final SampleTable table;

  private Filters(Parameters given, SampleTable table) {
    this.given = given;
    this.table = table;
  }

  static List<Predicate<SampleRow>> of(Parameters given, SampleTable table) {
    Filters filters = new Filters(given, table);
    List<Predicate<SampleRow>> all = new ArrayList<>();
    for (String name : given.names()) {
      filters.filter(name).ifPresent(all::add);
    }
    return all;
  }

  private Optional<Predicate<SampleRow>> filter(String name) {
    return switch (name) {
      case "id", "id__in" -> Optional.of(ids(name));
      case "id__gt" -> range(name, (id, bound) -> id > bound);
      case "id__gte" -> range(name, (id, bound) -> id >= bound);
      case "id__lt" -> range(name, (id, bound) -> id < bound);
      case "id__lte" -> range(name, (id, bound) -> id <= bound);
      default -> field(name);
    };
  }

  private Predicate<SampleRow> ids(String name) {
    Set<Long> ids =
        given.items(name).stream().map(item -> id(name, item)).collect(Collectors.toSet());
    return row -> ids.contains(row.id());
  }

  private interface Comparison {
    boolean holds(long id, long bound);
  }

  private Optional<Predicate<SampleRow>> range(String name, Comparison comparison) {
    long bound = id(name, given.text(name));
    LongPredicate holds = id -> comparison.holds(id, bound);
    return Optional.of(row -> holds.test(row.id()));
  }

  private static long id(String name, String text) {
    return Parameters.whole(text, "'" + name + "' needs whole numbers");
  }

  /** Empty for a parameter that names no field, which is ignored. */
  private Optional<Predicate<SampleRow>> field(String name) {
    boolean several = name.endsWith(IN);
    String field = several ? name.substring(0, name.length() - IN.length()) : name;
    if (!fields().contains(field)) {
      return Optional.empty();
    }
    Set<String> wanted =
        (several ? given.items(name) : Set.of(given.text(name)))
            .stream().map(Filters::folded).collect(Collectors.toSet());
    return Optional.of(row -> wanted.contains(folded(value(row, field).asText())));
  }

  private Set<String> fields() {
    return table.rows().stream()
        .findFirst()
        .flatMap(Filters::json)
        .map(json -> SampleJson.tree(json).properties())
        .map(all -> all.stream().map(Map.Entry::getKey).collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  private static JsonNode value(SampleRow row, String field) {
    return json(row).map(json -> SampleJson.tree(json).path(field)).orElseThrow();
  }

  private static Optional<byte[]> json(SampleRow row) {
    return Optional.ofNullable(row.forMembers());
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
