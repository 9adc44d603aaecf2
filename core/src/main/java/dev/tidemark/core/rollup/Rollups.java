package dev.tidemark.core.rollup;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.schema.NearMiss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All rollups of an application, each in its place. Safe for use by many threads. */
public final class Rollups {

  private final List<RollupStore> stores;
  private final List<Rollup> all;

  private Rollups(Collection<RollupStore> stores, List<Rollup> all) {
    this.stores = List.copyOf(stores);
    this.all = List.copyOf(all);
  }

  /**
   * Those of these that have a store. Nothing is asked of a store yet.
   *
   * @throws IllegalArgumentException if a place has no store, or two of one name
   */
  public static Rollups of(
      Collection<RollupStore> stores, Collection<PlacedRollup> placed, RollupTerms terms) {
    List<Rollup> all = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (PlacedRollup each : placed) {
      if (!taken.add(each.plan().name() + " " + each.place())) {
        throw new IllegalArgumentException(
            "two rollups are called %s in %s".formatted(each.plan().name(), each.place()));
      }
      all.add(new KeptRollup(each.plan(), store(stores, each), terms));
    }
    return new Rollups(stores, all);
  }

  private static RollupStore store(Collection<RollupStore> stores, PlacedRollup placed) {
    List<RollupStore> found =
        stores.stream().filter(each -> each.name().equals(placed.place())).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "keep rollup %s in %s: expected one store of that name, found %d"
              .formatted(placed.plan().name(), placed.place(), found.size()));
    }
    return found.get(0);
  }

  /**
   * Lets go of what is kept in a store and is none of these any more; for whoever keeps them for
   * good. What was added up stays.
   *
   * @param place name of the store
   * @throws dev.tidemark.core.StorageException if it cannot answer
   * @throws dev.tidemark.core.MirrorUnavailableException instead, where it is a server
   */
  public void retireOthers(String place) {
    Set<String> kept =
        all.stream()
            .filter(each -> each.place().equals(place))
            .map(Rollup::name)
            .collect(Collectors.toSet());
    stores.stream().filter(each -> each.name().equals(place)).forEach(each -> each.retire(kept));
  }

  /** Names of all stores. */
  public List<String> places() {
    return stores.stream().map(RollupStore::name).toList();
  }

  /** In the order in which they were given. */
  public List<Rollup> all() {
    return all;
  }

  /**
   * Those of this name, one for each place where it is kept.
   *
   * @throws NotFoundException if there is none
   */
  public List<Rollup> named(String name) {
    List<Rollup> found = all.stream().filter(each -> each.name().equals(name)).toList();
    if (found.isEmpty()) {
      List<String> names = all.stream().map(Rollup::name).distinct().toList();
      throw new NotFoundException(
          "no rollup is called %s%s; there are %s"
              .formatted(name, NearMiss.hint(name, names), String.join(", ", names)));
    }
    return found;
  }
}
