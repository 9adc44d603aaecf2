package dev.tidemark.core.schema;

import dev.tidemark.core.InvalidSchemaException;
import java.util.List;
import java.util.Optional;

/**
 * The entity types of one upstream or of one tier of state, parents before children.
 *
 * <p>Immutable and valid: names are unique and usable, keys and references fit, and no type needs
 * itself, not even around a corner.
 */
public final class Schema {

  private final String name;
  private final List<EntityType> types;
  private final Optional<Schema> base;

  private Schema(String name, List<EntityType> types, Optional<Schema> base) {
    this.name = name;
    this.types = types;
    this.base = base;
  }

  /**
   * A schema of these types, in any order; where references leave a choice, the given order is
   * kept.
   *
   * @throws InvalidSchemaException with all problems
   */
  public static Schema of(String name, List<EntityType> types) {
    return of(name, types, Optional.empty());
  }

  private static Schema of(String name, List<EntityType> types, Optional<Schema> base) {
    List<String> problems = SchemaCheck.problems(types, base.map(Schema::types).orElse(List.of()));
    if (!problems.isEmpty()) {
      throw new InvalidSchemaException("schema " + name, problems);
    }
    return new Schema(name, ParentsFirst.sort(types), base);
  }

  public static Schema of(String name, EntityType... types) {
    return of(name, List.of(types));
  }

  /**
   * A schema whose types may also refer to those of this one, which know nothing of it.
   *
   * @throws InvalidSchemaException with all problems
   */
  public Schema below(String name, EntityType... types) {
    return of(name, List.of(types), Optional.of(this));
  }

  public String name() {
    return name;
  }

  /** The schema whose types these may refer to, too. */
  public Optional<Schema> base() {
    return base;
  }

  /** All types, parents before children. */
  public List<EntityType> types() {
    return types;
  }

  public Optional<EntityType> find(String type) {
    return types.stream().filter(each -> each.name().equals(type)).findFirst();
  }

  /**
   * The type with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public EntityType type(String type) {
    return find(type)
        .orElseThrow(
            () -> new IllegalArgumentException("schema " + name + " has no entity type " + type));
  }

  @Override
  public String toString() {
    return name + types;
  }
}
