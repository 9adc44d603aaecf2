package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stages what each entity type needs in this cycle, and works out how far it has then been
 * followed: to the newest version that came in its own list or window, and to nothing else.
 */
final class Window {

  private final Cycle cycle;
  private final Fetching fetching;
  private final Instant horizon;
  private final Listener listener;
  private final Map<EntityType, Instant> cursors = new HashMap<>();
  private final Set<EntityType> whole = new HashSet<>();

  Window(Cycle cycle, Fetching fetching, SyncPolicy policy, Listener listener) {
    this.cycle = cycle;
    this.fetching = fetching;
    this.horizon = horizon(cycle, policy);
    this.listener = listener;
  }

  /** What was believed once is not doubted because this clock fell behind. */
  private static Instant horizon(Cycle cycle, SyncPolicy policy) {
    Instant byClock = cycle.startedAt().plus(policy.clockTolerance());
    return cycle.cursors().values().stream()
        .map(Cursor::followedTo)
        .filter(byClock::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(byClock);
  }

  void stage(EntityType type) {
    Newest newest = new Newest(type, horizon);
    Optional<Cursor> cursor = Optional.ofNullable(cycle.cursors().get(type));
    if (isWholeListDue(cursor)) {
      stageWhole(type, cursor, newest);
    } else {
      fetching.fetch(new Fetch.Since(type, cursor.orElseThrow().followedTo()), newest);
    }
    newest.tell(listener);
    newest.version().ifPresent(version -> cursors.put(type, later(version, cursor)));
  }

  ApplyPlan plan(Instant at, Schema schema, String identity) {
    return new ApplyPlan(
        cycle.number(),
        at,
        horizon,
        Set.copyOf(schema.types()),
        cursors,
        whole,
        Optional.empty(),
        identity);
  }

  private boolean isWholeListDue(Optional<Cursor> cursor) {
    return cycle.mode() == Mode.FULL || cursor.isEmpty() || !cursor.get().complete();
  }

  /**
   * A list may be older than the cursor, and shows no deletes: the window behind it starts at
   * whichever is earlier. A first list that is not from a cache has nothing behind it.
   */
  private void stageWhole(EntityType type, Optional<Cursor> cursor, Newest newest) {
    Fetched list = fetching.fetch(new Fetch.Everything(type), newest);
    whole.add(type);
    boolean mayBeBehind = cursor.isPresent() || list.cachedAsOf().isPresent();
    Optional<Instant> since = earlier(newest.version(), cursor.map(Cursor::followedTo));
    if (mayBeBehind && since.isPresent()) {
      fetching.fetch(new Fetch.Since(type, since.get()), newest);
    }
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
        : one.or(() -> other);
  }

  private static Instant later(Instant version, Optional<Cursor> cursor) {
    return cursor.map(Cursor::followedTo).filter(version::isBefore).orElse(version);
  }
}
