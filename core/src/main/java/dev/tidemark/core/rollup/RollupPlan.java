package dev.tidemark.core.rollup;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A definition that fits its entity types: everything that a store needs to know of a rollup to
 * make its tables and statements. Immutable.
 */
public final class RollupPlan {

  /** What the source is called in a {@link Place}. */
  public static final String SOURCE = "e";

  private final RollupDefinition definition;
  private final EntityType source;
  private final List<Join> joins;
  private final List<Place> keys;
  private final List<Value> measures;

  RollupPlan(
      RollupDefinition definition,
      EntityType source,
      List<Join> joins,
      List<Place> keys,
      List<Value> measures) {
    this.definition = definition;
    this.source = source;
    this.joins = List.copyOf(joins);
    this.keys = List.copyOf(keys);
    this.measures = List.copyOf(measures);
  }

  /**
   * The definition over these types.
   *
   * @throws InvalidSchemaException with all that does not fit
   */
  public static RollupPlan of(RollupDefinition definition, List<EntityType> types) {
    return new RollupCheck(definition, types).plan();
  }

  /**
   * A row that events refer to; there may be none.
   *
   * @param alias what it is called in a {@link Place}
   * @param from whose field refers to it: the source's or another join's alias
   * @param target its type, which has a key of one field
   */
  public record Join(String alias, String from, String field, EntityType target) {

    /** Name of the field that is referred to. */
    public String targetKey() {
      return target.key().get(0);
    }
  }

  /**
   * A field of an event, or of a row that it refers to.
   *
   * @param alias {@link #SOURCE}, or that of a join
   */
  public record Place(String alias, Field field) {

    public boolean isOfSource() {
      return alias.equals(SOURCE);
    }
  }

  /** A measure and where its values are. */
  public record Value(Measure measure, Optional<Place> of, Optional<Place> missing) {

    private Stream<Place> places() {
      return Stream.concat(of.stream(), missing.stream());
    }
  }

  public String name() {
    return definition.name();
  }

  public RollupDefinition definition() {
    return definition;
  }

  /** The type whose rows are the events. */
  public EntityType source() {
    return source;
  }

  /** Each behind the one that it is joined to. */
  public List<Join> joins() {
    return joins;
  }

  /** In the order of the definition. */
  public List<Place> keys() {
    return keys;
  }

  /** In the order of the definition. */
  public List<Value> measures() {
    return measures;
  }

  /** The field that says when an event was. */
  public Field time() {
    return field(definition.time());
  }

  /**
   * A field of the source.
   *
   * @throws java.util.NoSuchElementException if it has none of this name
   */
  public Field field(String name) {
    return source.field(name).orElseThrow();
  }

  /** The columns of the keys, named like these and nullable. */
  public List<Field> keyFields() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Field of = keys.get(i).field();
      fields.add(new Field(definition.keys().get(i).name(), of.type(), of.precision(), true));
    }
    return List.copyOf(fields);
  }

  /** The columns of the measures, named like these. */
  public List<Field> measureFields() {
    return measures.stream().map(RollupCheck::column).toList();
  }

  /**
   * Names of the fields of the source or a joined row on which cells depend, the key and references
   * to other joins among them.
   *
   * @param alias {@link #SOURCE}, or that of a join
   */
  public Set<String> fieldsOf(String alias) {
    Set<String> fields = new LinkedHashSet<>(placing(alias));
    measures.stream()
        .flatMap(Value::places)
        .filter(place -> place.alias().equals(alias))
        .forEach(place -> fields.add(place.field().name()));
    return fields;
  }

  /**
   * As {@link #fieldsOf}, but for those that only measures depend on: they say which cell it is.
   */
  public Set<String> placing(String alias) {
    Set<String> fields = new LinkedHashSet<>();
    if (alias.equals(SOURCE)) {
      fields.add(definition.time());
    }
    joins.stream()
        .filter(join -> join.from().equals(alias))
        .forEach(join -> fields.add(join.field()));
    keys.stream()
        .filter(place -> place.alias().equals(alias))
        .forEach(place -> fields.add(place.field().name()));
    return fields;
  }

  /** Differs between two plans of one name if what one has computed is of no use to the other. */
  public String signature() {
    return "%s of %s at %s per %s by %s; keys %s %s; measures %s%s; joins %s%s"
        .formatted(
            definition.name(),
            source.name(),
            time().signature(),
            definition.bucket(),
            changes(),
            definition.keys(),
            keyFields().stream().map(Field::signature).toList(),
            definition.measures(),
            fractionsAndTimes(),
            joins.stream().map(join -> join.field() + " to " + join.target().name()).toList(),
            definition.archives() ? "; archiving" : "");
  }

  /** The columns of measures that are no whole numbers, which go without saying. */
  private String fractionsAndTimes() {
    return measureFields().stream()
        .filter(column -> column.type() != FieldType.INTEGER)
        .map(column -> " %s %s".formatted(column.name(), column.signature()))
        .collect(Collectors.joining(","));
  }

  /** How much is taken in at once, and how late, makes no difference. */
  private String changes() {
    if (definition.changes() instanceof Changes.ByTime by) {
      return "time in " + by.field();
    }
    return definition.changes() instanceof Changes.BySequence by
        ? "sequence in " + by.field()
        : "capture";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RollupPlan plan && signature().equals(plan.signature());
  }

  @Override
  public int hashCode() {
    return Objects.hash(signature());
  }

  @Override
  public String toString() {
    return signature();
  }
}
