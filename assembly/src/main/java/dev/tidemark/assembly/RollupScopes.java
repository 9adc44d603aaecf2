package dev.tidemark.assembly;

import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.sync.spi.Leadership;
import java.util.List;
import java.util.Set;

/**
 * Which rollups this process keeps, and what they are called as scopes of a job: {@code NAME}, or
 * {@code NAME@PLACE} where one of this name is kept in several places.
 *
 * @param everywhere the places whose rollups every process keeps
 */
record RollupScopes(Rollups rollups, Leadership leadership, Set<String> everywhere) {

  List<String> now() {
    List<String> places = places();
    return rollups.all().stream()
        .filter(each -> places.contains(each.place()))
        .map(this::name)
        .toList();
  }

  /** The stores whose rollups this process keeps. */
  List<String> places() {
    boolean leads = leadership.isLeader();
    return rollups.places().stream().filter(place -> leads || everywhere.contains(place)).toList();
  }

  Rollup get(String scope) {
    return rollups.all().stream()
        .filter(each -> name(each).equals(scope))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no rollup is called " + scope));
  }

  private String name(Rollup rollup) {
    boolean isAlone = rollups.named(rollup.name()).size() == 1;
    return isAlone ? rollup.name() : rollup.fullName();
  }
}
