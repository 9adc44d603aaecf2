package dev.tidemark.core.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds everything that is wrong with a set of entity types. */
final class SchemaCheck {

  /** What SQLite, MySQL and a YAML key all take without quotes, in every one of their versions. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,59}");

  private final List<String> problems = new ArrayList<>();
  private final List<EntityType> types;
  private final List<EntityType> base;
  private final Map<String, EntityType> byName;

  private SchemaCheck(List<EntityType> types, List<EntityType> base) {
    this.types = types;
    this.base = base;
    this.byName =
        Stream.concat(types.stream(), base.stream())
            .collect(Collectors.toMap(EntityType::name, Function.identity(), (a, b) -> a));
  }

  /**
   * @param base types of another schema that these may refer to
   */
  static List<String> problems(List<EntityType> types, List<EntityType> base) {
    return new SchemaCheck(types, base).run();
  }

  private List<String> run() {
    if (types.isEmpty()) {
      problems.add("it has no entity types");
    }
    checkNames(
        "types", Stream.concat(base.stream(), types.stream()).map(EntityType::name).toList());
    types.forEach(this::check);
    checkCycles();
    return problems;
  }

  private void check(EntityType type) {
    checkNames(type.name() + ".fields", type.fields().stream().map(Field::name).toList());
    checkKey(type);
    type.version().ifPresent(version -> checkVersion(type, version));
    type.tombstone().ifPresent(tombstone -> checkTombstone(type, tombstone));
    type.references().forEach(reference -> checkReference(type, reference));
    type.indexes().forEach(index -> checkIndex(type, index));
    type.unique().forEach(fields -> checkUnique(type, fields));
  }

  private void checkNames(String where, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.startsWith("_") || name.toLowerCase(Locale.ROOT).startsWith("sqlite_")) {
        problem(where, "the name %s is reserved: names do not start with _ or sqlite_", name);
      } else if (!NAME.matcher(name).matches()) {
        problem(
            where,
            "\"%s\" is no name: expected a letter, then letters, digits or _, at most 60 in all",
            name);
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        problem(where, "the name %s is there twice (upper and lower case count as the same)", name);
      }
    }
  }

  private void checkKey(EntityType type) {
    if (type.key().isEmpty()) {
      problem(type.name(), "it has no key");
    }
    if (Set.copyOf(type.key()).size() < type.key().size()) {
      problem(type.name() + ".key", "a field is there twice in %s", type.key());
    }
    for (Field field : known(type, type.key(), "key")) {
      if (field.type() != FieldType.INTEGER && field.type() != FieldType.TEXT) {
        problem(
            type.name() + ".key",
            "%s is %s, expected integer or text",
            field.name(),
            field.signature());
      } else if (field.nullable()) {
        problem(type.name() + ".key", "%s may be null; a key never is", field.name());
      }
    }
  }

  private void checkVersion(EntityType type, String version) {
    for (Field field : known(type, List.of(version), "version")) {
      if (field.type() != FieldType.INSTANT || field.nullable()) {
        problem(
            type.name() + ".version",
            "%s is %s, expected an instant that is never null",
            version,
            field.signature());
      }
    }
  }

  private void checkTombstone(EntityType type, Tombstone tombstone) {
    for (Field field : known(type, List.of(tombstone.field()), "tombstone")) {
      boolean fits =
          (field.type() == FieldType.TEXT || field.type() == FieldType.BOOLEAN)
              && field.type().javaClass().isInstance(tombstone.value());
      if (!fits) {
        problem(
            type.name() + ".tombstone",
            "%s is %s, which cannot be \"%s\"; expected text or boolean and a value of it",
            field.name(),
            field.signature(),
            tombstone.value());
      }
    }
  }

  private void checkReference(EntityType type, Reference reference) {
    String where = type.name() + ".references";
    List<Field> fields = known(type, reference.fields(), "references");
    EntityType target = byName.get(reference.target());
    reference.onlyWhile().ifPresent(condition -> checkCondition(type, condition));
    if (target == null) {
      problem(
          where,
          "%s refers to %s, which is no entity type%s",
          String.join(", ", reference.fields()),
          reference.target(),
          NearMiss.hint(reference.target(), new TreeSet<>(byName.keySet())));
      return;
    }
    if (!fields.stream().map(Field::type).toList().equals(keyTypes(target))) {
      problem(
          where,
          "%s does not fit the key of %s, which is %s",
          String.join(", ", reference.fields()),
          target.name(),
          target.key());
    }
    if (reference.required() && target == type) {
      problem(where, "%s needs a row of its own type first; make it optional", type.name());
    }
  }

  private void checkCondition(EntityType type, Condition condition) {
    for (Field field : known(type, List.of(condition.field()), "references")) {
      boolean fits =
          List.of(FieldType.INTEGER, FieldType.TEXT, FieldType.BOOLEAN).contains(field.type())
              && field.type().javaClass().isInstance(condition.value());
      if (!fits) {
        problem(
            type.name() + ".references",
            "%s is %s, which cannot be \"%s\"; expected integer, text or boolean and a value of it",
            field.name(),
            field.signature(),
            condition.value());
      }
    }
  }

  private static List<FieldType> keyTypes(EntityType type) {
    return type.key().stream().flatMap(name -> type.field(name).stream()).map(Field::type).toList();
  }

  private void checkIndex(EntityType type, List<String> index) {
    if (index.isEmpty()) {
      problem(type.name() + ".indexes", "an index has no fields");
    }
    known(type, index, "indexes");
  }

  private void checkUnique(EntityType type, List<String> fields) {
    if (fields.isEmpty()) {
      problem(type.name() + ".unique", "no fields are named");
    }
    known(type, fields, "unique");
  }

  private void checkCycles() {
    Set<String> sorted =
        ParentsFirst.sort(types).stream().map(EntityType::name).collect(Collectors.toSet());
    String cycle =
        types.stream()
            .map(EntityType::name)
            .filter(name -> !sorted.contains(name))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!cycle.isEmpty()) {
      problem("references", "these types need each other, or hang on such types: %s", cycle);
    }
  }

  private List<Field> known(EntityType type, List<String> names, String where) {
    List<Field> found = new ArrayList<>();
    for (String name : names) {
      type.field(name)
          .ifPresentOrElse(
              found::add,
              () ->
                  problem(
                      type.name() + "." + where,
                      "%s is no field of %s%s",
                      name,
                      type.name(),
                      NearMiss.hint(name, type.fields().stream().map(Field::name).toList())));
    }
    return found;
  }

  private void problem(String where, String what, Object... arguments) {
    problems.add(where + ": " + what.formatted(arguments));
  }
}
