package dev.tidemark.testkit.fake;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a disk holds of one snapshot. Safe for use by many threads. */
final class SnapshotFolder {

  private final TreeMap<SnapshotVersion, Generation> generations = new TreeMap<>();
  private final Set<MemoryFile> temporaries = new HashSet<>();
  private final Set<SnapshotVersion> placed = new HashSet<>();
  private final Map<String, MemoryFile> partials = new HashMap<>();
  private final String name;
  private @Nullable SnapshotVersion serving;
  private @Nullable SnapshotVersion highest;

  SnapshotFolder(String name) {
    this.name = name;
  }

  /** As the next process finds it. */
  synchronized void sweep() {
    temporaries.clear();
    placed.clear();
  }

  synchronized MemoryFile create(String fileHash) {
    MemoryFile kept = partials.remove(fileHash);
    MemoryFile file = kept == null ? new MemoryFile() : kept;
    temporaries.add(file);
    return file;
  }

  synchronized void suspend(MemoryFile file, String fileHash) {
    if (temporaries.remove(file)) {
      partials.put(fileHash, file);
    }
  }

  synchronized void remove(MemoryFile file) {
    temporaries.remove(file);
  }

  /** The file has its name, and is not served. */
  synchronized void place(MemoryFile file, SnapshotVersion version) {
    temporaries.remove(file);
    placed.add(version);
  }

  synchronized void displace(SnapshotVersion version) {
    placed.remove(version);
  }

  /** The one step. */
  synchronized void commit(Generation installed, int kept) {
    SnapshotVersion version = installed.version();
    placed.remove(version);
    generations
        .values()
        .removeIf(each -> installed.manifest().manifest().withdraws(each.manifest().manifest()));
    removeBetween(installed);
    generations.put(version, installed);
    serving = version;
    raise(version);
    partials.clear();
    if (kept < 3 && generations.size() > kept) {
      removeStampedBefore(version);
    }
    while (generations.size() > kept) {
      SnapshotVersion oldest = generations.firstKey();
      generations.remove(oldest.equals(version) ? generations.higherKey(oldest) : oldest);
    }
  }

  /** Where there is no room for the first and the last, another content stays instead. */
  private void removeStampedBefore(SnapshotVersion version) {
    Map.Entry<SnapshotVersion, Generation> before = generations.lowerEntry(version);
    if (before != null && isSame(before.getValue(), generations.get(version))) {
      generations.remove(before.getKey());
    }
  }

  synchronized void raise(SnapshotVersion version) {
    highest = highest == null || highest.compareTo(version) < 0 ? version : highest;
  }

  /** Of those in a row that differ in their stamps alone, the first and the last are kept. */
  private void removeBetween(Generation next) {
    List<Generation> last = List.copyOf(generations.descendingMap().values());
    if (last.size() > 1 && isSame(last.get(0), next) && isSame(last.get(0), last.get(1))) {
      generations.remove(last.get(0).version());
    }
  }

  private static boolean isSame(Generation one, Generation other) {
    return one.manifest().manifest().isSameAs(other.manifest().manifest());
  }

  synchronized Generation older() {
    Optional<Generation> now = serving();
    return generations.descendingMap().values().stream()
        .filter(each -> serving != null && each.version().compareTo(serving) < 0)
        .filter(each -> now.isEmpty() || !isSame(each, now.get()))
        .findFirst()
        .orElseThrow(
            () -> new NotFoundException("roll back " + name + ": there is none that is older"));
  }

  synchronized void serve(Generation older) {
    serving = older.version();
  }

  synchronized List<SignedManifest> manifests() {
    return generations.descendingMap().values().stream().map(Generation::manifest).toList();
  }

  synchronized Optional<Generation> newest() {
    return generations.values().stream().reduce((first, second) -> second);
  }

  synchronized Optional<Generation> serving() {
    return serving == null ? Optional.empty() : Optional.ofNullable(generations.get(serving));
  }

  synchronized Optional<SnapshotVersion> highest() {
    return Optional.ofNullable(highest);
  }

  synchronized Generation generation(SnapshotVersion version) {
    return Optional.ofNullable(generations.get(version))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "open %s %s: there are %s".formatted(name, version, generations.keySet())));
  }

  synchronized int temporaries() {
    return temporaries.size() + placed.size();
  }

  synchronized int partials() {
    return partials.size();
  }

  /** One that can be served; nobody writes to the bytes. */
  record Generation(SignedManifest manifest, byte[] bytes) {

    SnapshotVersion version() {
      return manifest.manifest().version();
    }
  }
}
