package dev.tidemark.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts parents before children. */
final class ParentsFirst {

  private ParentsFirst() {}

  /** The types sorted; those in a cycle, and those that hang on one, are left out. */
  static List<EntityType> sort(List<EntityType> types) {
    List<EntityType> left = new ArrayList<>(types);
    List<EntityType> sorted = new ArrayList<>();
    while (takeNext(left, sorted)) {}
    return List.copyOf(sorted);
  }

  private static boolean takeNext(List<EntityType> left, List<EntityType> sorted) {
    Set<String> waiting = left.stream().map(EntityType::name).collect(Collectors.toSet());
    for (EntityType type : left) {
      if (type.parents().stream().noneMatch(waiting::contains)) {
        left.remove(type);
        return sorted.add(type);
      }
    }
    return false;
  }
}
