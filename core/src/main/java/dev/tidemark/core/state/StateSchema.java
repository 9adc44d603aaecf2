package dev.tidemark.core.state;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.spi.RepairRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Both tiers of the state of one application. Tables, statements, the order of a flush, what goes
 * with what, and what a repair removes are all derived from it. Immutable and valid.
 */
public final class StateSchema {

  private final Schema strong;
  private final Schema weak;
  private final Map<String, Long> bounds;

  private StateSchema(Schema strong, Schema weak, Map<String, Long> bounds) {
    this.strong = strong;
    this.weak = weak;
    this.bounds = Map.copyOf(bounds);
  }

  /**
   * The state whose weak tier is all in memory.
   *
   * @param weak made by {@link Schema#below} of the strong one
   * @throws InvalidSchemaException with all that a tier cannot keep
   */
  public static StateSchema of(Schema strong, Schema weak) {
    if (weak.base().filter(strong::equals).isEmpty()) {
      throw new IllegalArgumentException(
          "schema %s is not below %s; make it with Schema.below"
              .formatted(weak.name(), strong.name()));
    }
    List<String> problems = new ArrayList<>();
    strong.types().forEach(type -> checkEither(type, problems));
    strong.types().forEach(type -> checkStrong(type, problems));
    weak.types().forEach(type -> checkEither(type, problems));
    weak.types().forEach(type -> checkWeak(type, weak, problems));
    if (!problems.isEmpty()) {
      throw new InvalidSchemaException(
          "state of %s and %s".formatted(strong.name(), weak.name()), problems);
    }
    return new StateSchema(strong, weak, Map.of());
  }

  private static void checkEither(EntityType type, List<String> problems) {
    if (type.tombstone().isPresent() || type.version().isPresent()) {
      problems.add(type + ": tombstones and versions are an upstream's; leave them out");
    }
  }

  private static void checkStrong(EntityType type, List<String> problems) {
    if (type.references().stream().anyMatch(Reference::keeping)) {
      problems.add(type + ".references: only the weak tier has rows that are kept by others");
    }
  }

  private static void checkWeak(EntityType type, Schema weak, List<String> problems) {
    if (!type.unique().isEmpty()) {
      problems.add(type + ".unique: only the strong tier can promise that");
    }
    for (Reference reference : type.references()) {
      if (reference.keeping() && weak.find(reference.target()).isEmpty()) {
        problems.add(
            type + ".references: " + reference.target() + " is strong and needs no keeper");
      }
    }
  }

  /**
   * The same state, with no more than about {@code maximum} values of this weak type in memory; the
   * others are read from the store when they are asked for.
   */
  public StateSchema bounded(String type, long maximum) {
    if (maximum < 1) {
      throw new IllegalArgumentException(
          "expected 1 or more values of " + type + " in memory, found " + maximum);
    }
    Map<String, Long> more = new TreeMap<>(bounds);
    more.put(weak.type(type).name(), maximum);
    return new StateSchema(strong, weak, more);
  }

  public Schema strong() {
    return strong;
  }

  public Schema weak() {
    return weak;
  }

  /** How many values of this weak type are in memory at most; empty if all are. */
  public OptionalLong bound(EntityType type) {
    Long maximum = bounds.get(type.name());
    return maximum == null ? OptionalLong.empty() : OptionalLong.of(maximum);
  }

  /** The references of weak types to this type, of either tier. */
  List<RepairRule.Keeper> referrers(EntityType parent) {
    List<RepairRule.Keeper> found = new ArrayList<>();
    for (EntityType type : weak.types()) {
      for (Reference reference : type.references()) {
        if (reference.target().equals(parent.name())) {
          found.add(new RepairRule.Keeper(type, reference));
        }
      }
    }
    return found;
  }

  /** The references that keep rows of this weak type; where there are none, no row needs any. */
  List<RepairRule.Keeper> keepers(EntityType type) {
    return referrers(type).stream().filter(each -> each.reference().keeping()).toList();
  }

  /**
   * What makes the weak tier consistent, parents before children; what is kept by others follows
   * behind the last of those.
   */
  public List<RepairRule> repairRules() {
    List<RepairRule> rules = new ArrayList<>();
    List<EntityType> unkept = new ArrayList<>(weak.types());
    List<EntityType> judged = new ArrayList<>();
    for (EntityType type : weak.types()) {
      for (Reference reference : type.references()) {
        if (reference.required()) {
          rules.add(dangling(type, reference));
        }
      }
      judged.add(type);
      for (EntityType kept : List.copyOf(unkept)) {
        List<RepairRule.Keeper> keepers = keepers(kept);
        if (!keepers.isEmpty()
            && keepers.stream().allMatch(keeper -> judged.contains(keeper.type()))) {
          rules.add(new RepairRule.Unkept(kept, keepers));
          unkept.remove(kept);
        }
      }
    }
    return rules;
  }

  private RepairRule dangling(EntityType type, Reference reference) {
    boolean isWeak = weak.find(reference.target()).isPresent();
    EntityType parent = (isWeak ? weak : strong).type(reference.target());
    return new RepairRule.Dangling(type, reference, parent, !isWeak);
  }
}
