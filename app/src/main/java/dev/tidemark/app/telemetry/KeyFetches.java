package dev.tidemark.app.telemetry;

import dev.tidemark.core.schema.EntityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was asked for by key, until it is known why: a sweep is followed by a word of what became of
 * it, and everything else is for parents. Not safe for use by many threads.
 *
 * @param <T> what is remembered of each request
 */
final class KeyFetches<T> {

  private final List<T> open = new ArrayList<>();
  private final Consumer<T> parents;
  private Optional<EntityType> last = Optional.empty();

  /**
   * @param parents takes the requests that were for parents
   */
  KeyFetches(Consumer<T> parents) {
    this.parents = parents;
  }

  /** No sweep goes from one type to the next without a word in between. */
  void add(EntityType type, T request) {
    if (last.isPresent() && !last.get().equals(type)) {
      endParents();
    }
    last = Optional.of(type);
    open.add(request);
  }

  /** The requests since the last word were for a sweep: these. */
  List<T> endSweep() {
    List<T> requests = List.copyOf(open);
    open.clear();
    last = Optional.empty();
    return requests;
  }

  /** The requests since the last word were for parents. */
  void endParents() {
    endSweep().forEach(parents);
  }
}
