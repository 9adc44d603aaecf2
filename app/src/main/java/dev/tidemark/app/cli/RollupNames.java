package dev.tidemark.app.cli;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.schema.NearMiss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which rollups a command line means: {@code NAME} wherever it is kept, {@code NAME@PLACE} there.
 *
 * @param all by name, then by place
 */
record RollupNames(List<Rollup> all) {

  RollupNames {
    all = List.copyOf(all);
  }

  static RollupNames of(Rollups rollups) {
    return new RollupNames(
        rollups.all().stream()
            .sorted(Comparator.comparing(Rollup::name).thenComparing(Rollup::place))
            .toList());
  }

  /**
   * Those of these names, or all where there is no name.
   *
   * @throws InvalidConfigurationException with all names that nothing is called by
   */
  List<Rollup> allOr(List<String> names) {
    if (names.isEmpty()) {
      return all;
    }
    Set<Rollup> found = new LinkedHashSet<>();
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      List<Rollup> called = all.stream().filter(each -> isCalled(each, name)).toList();
      found.addAll(called);
      if (called.isEmpty()) {
        problems.add(unknown(name));
      }
    }
    if (!problems.isEmpty()) {
      throw wrong(problems);
    }
    return List.copyOf(found);
  }

  private static boolean isCalled(Rollup rollup, String name) {
    return name.equals(rollup.name()) || name.equals(rollup.fullName());
  }

  private String unknown(String name) {
    List<String> known =
        all.stream().flatMap(each -> Stream.of(each.name(), each.fullName())).distinct().toList();
    return "%s: no such rollup%s; there are %s"
        .formatted(
            name,
            NearMiss.hint(name, known),
            String.join(", ", all.stream().map(Rollup::name).distinct().toList()));
  }

  /**
   * The only one of these.
   *
   * @throws InvalidConfigurationException if it is kept in several places
   */
  static Rollup only(List<Rollup> rollups) {
    if (rollups.size() > 1) {
      throw wrong(
          List.of(
              "expected one of "
                  + String.join(", ", rollups.stream().map(Rollup::fullName).toList())));
    }
    return rollups.get(0);
  }

  private static InvalidConfigurationException wrong(List<String> problems) {
    return new InvalidConfigurationException("rollup", problems);
  }
}
