package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest generation of each snapshot that is known to be what its manifest says: it was built
 * here, or its file was compared with its hash. Safe for use by many threads.
 */
final class KnownGenerations {

  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(SnapshotVersion version, Optional<FeedMark> place) {}

  boolean has(Generation generation) {
    return find(generation) != null;
  }

  /** How far its content is the source's, if that is farther than its file says. */
  Optional<FeedMark> place(Generation generation) {
    Known found = find(generation);
    return found == null ? Optional.empty() : found.place();
  }

  private @Nullable Known find(Generation generation) {
    Known found = known.get(generation.manifest().manifest().name());
    return found != null && found.version().equals(generation.version()) ? found : null;
  }

  /**
   * @param place empty for what the file says
   */
  void note(String name, SnapshotVersion version, Optional<FeedMark> place) {
    known.put(name, new Known(version, place));
  }

  void forget(String name) {
    known.remove(name);
  }
}
