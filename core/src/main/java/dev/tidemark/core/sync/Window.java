package dev.tidemark.core.sync;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Staging;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stages what each entity type needs in this cycle, and works out how far it has then been
 * followed: to the newest version that came in its own list or window, and to nothing else.
 */
final class Window {

  private final Cycle cycle;
  private final Fetching fetching;
  private final Staging staging;
  private final WholeList wholeList;
  private final Listener listener;
  private final Instant horizon;
  private final Instant byClock;
  private final Map<EntityType, Instant> cursors = new LinkedHashMap<>();
  private final Map<EntityType, WholeList.Read> reads = new LinkedHashMap<>();

  Window(Cycle cycle, Fetching fetching, Staging staging, WholeList wholeList, Listener listener) {
    this.cycle = cycle;
    this.fetching = fetching;
    this.staging = staging;
    this.wholeList = wholeList;
    this.listener = listener;
    this.horizon = wholeList.terms().horizon();
    this.byClock = byClock(cycle, wholeList.terms().policy());
  }

  /** What was believed once is not doubted because this clock fell behind. */
  static Instant horizon(Cycle cycle, SyncPolicy policy) {
    Instant byClock = byClock(cycle, policy);
    return cycle.cursors().values().stream()
        .map(Cursor::followedTo)
        .filter(byClock::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(byClock);
  }

  private static Instant byClock(Cycle cycle, SyncPolicy policy) {
    return cycle.startedAt().plus(policy.clockTolerance());
  }

  /** First of all types, the whole list of those that need one. */
  void list(EntityType type) {
    if (cycle.mode() == Mode.FULL || cursor(type).isEmpty()) {
      reads.put(type, wholeList.list(type));
    }
  }

  /** Then, close together in time, what changed. */
  void follow(EntityType type) {
    WholeList.Read list = reads.get(type);
    if (list == null) {
      window(type, cursor(type).orElseThrow().followedTo());
    } else {
      followToTheEndOf(type, list);
    }
  }

  /**
   * A list with all that changed behind it leaves nothing out, so a cursor ahead of this clock,
   * which stems from a clock that was wrong, gives way to it.
   */
  private void followToTheEndOf(EntityType type, WholeList.Read list) {
    Optional<Cursor> believed =
        cycle.cursor(type).filter(cursor -> !cursor.followedTo().isAfter(byClock));
    wholeList.window(type, list).ifPresent(version -> cursors.put(type, later(version, believed)));
  }

  /** One that is of use: not so after the schema gained a field. */
  private Optional<Cursor> cursor(EntityType type) {
    return cycle.cursor(type).filter(Cursor::complete);
  }

  /** Forgets a type that will not be applied. */
  void leaveOut(EntityType type) {
    staging.discard(type);
    cursors.remove(type);
    reads.remove(type);
  }

  /** How far each type has now been followed. */
  Map<EntityType, Instant> cursors() {
    return cursors;
  }

  /**
   * The types that were read whole, in order, and up to which version each list can be relied on.
   */
  Map<EntityType, Optional<Instant>> lists() {
    Map<EntityType, Optional<Instant>> lists = new LinkedHashMap<>();
    reads.forEach((type, read) -> lists.put(type, read.upTo()));
    return lists;
  }

  private void window(EntityType type, Instant since) {
    Newest newest = new Newest(type, horizon);
    try {
      fetching.fetch(new Fetch.Since(type, since), newest);
    } catch (BadAnswerException | UpstreamUnavailableException failure) {
      fallBack(type, failure);
      return;
    }
    newest.tell(listener);
    newest.version().ifPresent(version -> cursors.put(type, later(version, cycle.cursor(type))));
  }

  /**
   * Reads the whole list instead. If what changed behind it cannot be read either, the cursor stays
   * where it is, so that nothing is missed the next time.
   */
  private void fallBack(EntityType type, TidemarkException failure) {
    listener.on(new SyncEvent.FellBack(type, failure));
    staging.discard(type);
    WholeList.Read list = wholeList.list(type);
    reads.put(type, list);
    try {
      followToTheEndOf(type, list);
    } catch (BadAnswerException | UpstreamUnavailableException again) {
      listener.on(new SyncEvent.WindowLeftOut(type, again));
    }
  }

  private static Instant later(Instant version, Optional<Cursor> cursor) {
    return cursor.map(Cursor::followedTo).filter(version::isBefore).orElse(version);
  }
}
