package dev.tidemark.core.rollup;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.rollup.Measure.Kind;
import dev.tidemark.core.rollup.RollupPlan.Join;
import dev.tidemark.core.rollup.RollupPlan.Place;
import dev.tidemark.core.rollup.RollupPlan.Value;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.schema.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the places that a definition names, and everything that is wrong with it. */
final class RollupCheck {

  private static final Pattern ROLLUP_NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");
  private static final Pattern COLUMN_NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** What the store's own columns are called. */
  private static final Set<String> TAKEN = Set.of("bucket", "seq", "noted_at", "rowid", "oid");

  private static final Set<FieldType> COMPARABLE =
      Set.of(FieldType.INTEGER, FieldType.TEXT, FieldType.BOOLEAN, FieldType.INSTANT);
  private static final Set<FieldType> ORDERED =
      Set.of(FieldType.INTEGER, FieldType.REAL, FieldType.INSTANT);

  private final List<String> problems = new ArrayList<>();
  private final Map<List<String>, Join> joins = new LinkedHashMap<>();
  private final RollupDefinition definition;
  private final List<EntityType> types;

  RollupCheck(RollupDefinition definition, List<EntityType> types) {
    this.definition = definition;
    this.types = types;
  }

  RollupPlan plan() {
    checkNames();
    Optional<EntityType> source = type(definition.source());
    if (source.isEmpty()) {
      problems.add(
          "source: no such entity type: %s%s"
              .formatted(
                  definition.source(),
                  NearMiss.hint(
                      definition.source(), types.stream().map(EntityType::name).toList())));
      throw invalid();
    }
    checkTimes(source.get());
    List<Place> keys = new ArrayList<>();
    definition.keys().forEach(key -> key(key, source.get()).ifPresent(keys::add));
    List<Value> values = definition.measures().stream().map(m -> value(m, source.get())).toList();
    if (!problems.isEmpty()) {
      throw invalid();
    }
    return new RollupPlan(definition, source.get(), List.copyOf(joins.values()), keys, values);
  }

  private InvalidSchemaException invalid() {
    return new InvalidSchemaException("rollup " + definition.name(), problems);
  }

  private Optional<EntityType> type(String name) {
    return types.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private void checkNames() {
    if (!ROLLUP_NAME.matcher(definition.name()).matches()) {
      problems.add(
          "name: expected a small letter, then small letters, digits or _, at most 30 in all; found \"%s\""
              .formatted(definition.name()));
    }
    if (definition.measures().isEmpty()) {
      problems.add("measures: expected one at least, found none");
    }
    Set<String> seen = new HashSet<>(TAKEN);
    Stream.concat(
            definition.keys().stream().map(Key::name),
            definition.measures().stream().map(Measure::name))
        .forEach(name -> checkColumn(name, seen));
  }

  private void checkColumn(String name, Set<String> seen) {
    if (!COLUMN_NAME.matcher(name).matches()) {
      problems.add(
          "%s: expected a small letter, then small letters, digits or _, at most 40 in all"
              .formatted(name));
    }
    if (!seen.add(name)) {
      problems.add(name + ": the name is taken; choose another");
    }
  }

  private void checkTimes(EntityType source) {
    expect("time", field(source, definition.time(), "time"), Set.of(FieldType.INSTANT));
    if (definition.changes() instanceof Changes.ByTime by) {
      expect("changes", field(source, by.field(), "changes"), Set.of(FieldType.INSTANT));
    }
    if (definition.changes() instanceof Changes.BySequence by) {
      expect("changes", field(source, by.field(), "changes"), Set.of(FieldType.INTEGER));
    }
    if (definition.archives() && definition.changes() instanceof Changes.ByTime) {
      problems.add(
          "archives: what is removed cannot be told from what is not committed yet, where changes are found by a time");
    }
  }

  private Optional<Place> key(Key key, EntityType source) {
    Optional<Place> place = place("keys." + key.name(), key.of(), source);
    expect("keys." + key.name(), place.map(Place::field), COMPARABLE);
    return place;
  }

  private Value value(Measure measure, EntityType source) {
    String where = "measures." + measure.name();
    Optional<Place> of = measure.of().flatMap(path -> place(where, path, source));
    Optional<Place> missing = measure.missing().flatMap(path -> place(where, path, source));
    expect(where, of.map(Place::field), allowed(measure.kind()));
    if (definition.archives() && !measure.isMergeable()) {
      problems.add(
          where
              + ": how many values differ cannot be told once their rows are archived; leave it out");
    }
    return new Value(measure, of, missing);
  }

  /** Sums of fractions depend on the order, so no two computations of one need be equal. */
  private static Set<FieldType> allowed(Kind kind) {
    return switch (kind) {
      case SUM, SUM_WHERE_MISSING -> Set.of(FieldType.INTEGER);
      case MIN, MAX -> ORDERED;
      case DISTINCT, COUNT -> COMPARABLE;
    };
  }

  private void expect(String where, Optional<Field> field, Set<FieldType> expected) {
    field
        .filter(found -> !expected.contains(found.type()))
        .ifPresent(
            found ->
                problems.add(
                    "%s: expected %s of the types %s, found %s"
                        .formatted(
                            where,
                            found.name(),
                            expected.stream().map(FieldType::name).sorted().toList(),
                            found.signature())));
  }

  private Optional<Place> place(String where, FieldPath path, EntityType source) {
    EntityType at = source;
    String alias = RollupPlan.SOURCE;
    List<String> through = path.fields().subList(0, path.fields().size() - 1);
    for (int i = 0; i < through.size(); i++) {
      Optional<Join> join = join(where, through.subList(0, i + 1), alias, at);
      if (join.isEmpty()) {
        return Optional.empty();
      }
      alias = join.get().alias();
      at = join.get().target();
    }
    String last = path.fields().get(through.size());
    String found = alias;
    return field(at, last, where).map(field -> new Place(found, field));
  }

  private Optional<Join> join(String where, List<String> path, String from, EntityType type) {
    Join known = joins.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    String field = path.get(path.size() - 1);
    Optional<EntityType> target =
        type.references().stream()
            .filter(each -> each.fields().equals(List.of(field)) && each.onlyWhile().isEmpty())
            .findFirst()
            .map(Reference::target)
            .flatMap(this::type);
    if (target.isEmpty()) {
      problems.add(
          "%s: %s of %s is no reference that always holds, of one field, to a known type"
              .formatted(where, field, type.name()));
      return Optional.empty();
    }
    Join join = new Join("j" + (joins.size() + 1), from, field, target.get());
    joins.put(List.copyOf(path), join);
    return Optional.of(join);
  }

  private Optional<Field> field(EntityType type, String name, String where) {
    Optional<Field> field = type.field(name);
    if (field.isEmpty()) {
      problems.add(
          "%s: %s has no field %s%s"
              .formatted(
                  where,
                  type.name(),
                  name,
                  NearMiss.hint(name, type.fields().stream().map(Field::name).toList())));
    }
    return field;
  }

  /** The column that a measure has in the aggregate. */
  static Field column(Value value) {
    Measure measure = value.measure();
    return switch (measure.kind()) {
      case MIN, MAX -> {
        Field of = value.of().orElseThrow().field();
        yield new Field(measure.name(), of.type(), of.precision(), true);
      }
      default -> new Field(measure.name(), FieldType.INTEGER, Optional.empty(), false);
    };
  }
}
