package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is on a shelf.
 *
 * @param generations the newest first
 * @param state empty if nothing was ever on it
 */
record ShelfContents(List<Generation> generations, Optional<ShelfState> state) {

  static final ShelfContents EMPTY = new ShelfContents(List.of(), Optional.empty());

  ShelfContents {
    generations = List.copyOf(generations);
  }

  /**
   * As the disk has it. What was never served, because its process died just before, is none of it,
   * nor what the newest has withdrawn, because its process died before it was removed; where the
   * one that was served is damaged, the next older one is served instead.
   *
   * @param before of which those that are still there are gone on with
   */
  static ShelfContents load(ShelfDirectory directory, ShelfContents before) throws IOException {
    Optional<ShelfState> stored = directory.state();
    List<Generation> found = new ArrayList<>(directory.generations());
    stored.ifPresent(
        state -> found.removeIf(each -> each.version().compareTo(state.highest()) > 0));
    found.stream().findFirst().ifPresent(newest -> found.removeIf(newest::withdraws));
    found.replaceAll(each -> before.same(each).orElse(each));
    before.generations().stream()
        .filter(each -> !found.contains(each))
        .forEach(each -> each.retire(false));
    return new ShelfContents(
        found, stored.or(() -> adopted(found)).map(state -> mended(state, found)));
  }

  /** Where nobody says what is served, it is the newest. */
  private static Optional<ShelfState> adopted(List<Generation> found) {
    return found.stream()
        .findFirst()
        .map(newest -> new ShelfState(newest.version(), newest.version()));
  }

  private static ShelfState mended(ShelfState state, List<Generation> found) {
    return found.stream()
        .map(Generation::version)
        .filter(version -> version.compareTo(state.serving()) <= 0)
        .findFirst()
        .or(() -> found.stream().map(Generation::version).findFirst())
        .map(version -> new ShelfState(version, state.highest()))
        .orElse(state);
  }

  private Optional<Generation> same(Generation other) {
    return generations.stream()
        .filter(each -> each.manifest().equals(other.manifest()))
        .findFirst();
  }

  Optional<Generation> serving() {
    return state.flatMap(
        now ->
            generations.stream().filter(each -> each.version().equals(now.serving())).findFirst());
  }

  /** The next older one of another content is served; empty if there is none. */
  Optional<ShelfContents> older() {
    return state.flatMap(
        now ->
            generations.stream()
                .filter(each -> each.version().compareTo(now.serving()) < 0)
                .filter(each -> serving().filter(each::hasContentOf).isEmpty())
                .map(Generation::version)
                .findFirst()
                .map(
                    version ->
                        new ShelfContents(
                            generations, Optional.of(new ShelfState(version, now.highest())))));
  }

  /** The same, and nothing is taken that is not above this version. */
  ShelfContents raised(SnapshotVersion version) {
    return new ShelfContents(generations, state.map(now -> new ShelfState(now.serving(), version)));
  }

  /** One is there no more; if it was served, the next older one is, or nothing. */
  ShelfContents without(Generation gone) {
    List<Generation> rest = generations.stream().filter(each -> each != gone).toList();
    return new ShelfContents(rest, state.map(now -> mended(now, rest)));
  }

  /**
   * A new one is served, and no more are kept than these; the others are retired, and so is at once
   * what another specification let through. Of those in a row that differ in their stamps alone, no
   * more than the first and the last are kept.
   */
  ShelfContents with(Generation next, int kept) {
    List<Generation> all = new ArrayList<>(generations);
    List<Generation> withdrawn = all.stream().filter(next::withdraws).toList();
    withdrawn.forEach(each -> each.retire(true));
    all.removeAll(withdrawn);
    if (all.size() > 1 && all.get(0).hasContentOf(next) && all.get(0).hasContentOf(all.get(1))) {
      all.remove(0).retire(true);
    }
    all.add(next);
    all.sort(Comparator.comparing(Generation::version).reversed());
    if (kept < 3 && all.size() > kept && all.get(0).hasContentOf(all.get(1))) {
      // Where there is no room for the first and the last, another content stays instead.
      all.remove(1).retire(true);
    }
    all.subList(Math.min(kept, all.size()), all.size()).forEach(each -> each.retire(true));
    SnapshotVersion version = next.version();
    return new ShelfContents(
        all.subList(0, Math.min(kept, all.size())), Optional.of(new ShelfState(version, version)));
  }
}
