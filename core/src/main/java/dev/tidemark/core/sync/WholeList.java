package dev.tidemark.core.sync;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Progress;
import dev.tidemark.core.sync.spi.Progress.Step;
import dev.tidemark.core.sync.spi.Staging;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a type whole: its list, the history of its tombstones if that is wanted, and then what
 * changed since. In a full cycle, list and history are written down when they are done, and not
 * done again by the cycles that take the work up.
 */
final class WholeList {

  /** Older work is begun anew: rows may have come and gone since. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Cycle cycle;
  private final Fetching fetching;
  private final Staging staging;
  private final StoredRows stored;
  private final Terms terms;

  WholeList(Cycle cycle, Fetching fetching, Staging staging, StoredRows stored, Terms terms) {
    this.cycle = cycle;
    this.fetching = fetching;
    this.staging = staging;
    this.stored = stored;
    this.terms = terms;
  }

  /** What is believed, by whose clock, and who is told. */
  record Terms(SyncPolicy policy, Instant horizon, Clock clock, Listener listener) {}

  /**
   * A list that is staged.
   *
   * @param resumed whether an earlier cycle did it
   */
  record Read(Progress progress, boolean resumed) {

    /** Whether rows may have come since that it lacks. */
    boolean mayBeOld() {
      return progress.cached() || resumed;
    }

    /** The version behind which the list says nothing of what there is; empty if it says all. */
    Optional<Instant> upTo() {
      return mayBeOld() ? progress.listNewest() : Optional.empty();
    }
  }

  Terms terms() {
    return terms;
  }

  Read list(EntityType type) {
    Optional<Progress> kept = kept(type);
    kept.ifPresent(progress -> terms.listener().on(new SyncEvent.Resumed(type, progress)));
    Progress list = kept.orElseGet(() -> fetch(type));
    boolean wanted = terms.policy().history() && cycle.cursor(type).isEmpty();
    return new Read(
        wanted && list.step() == Step.LIST ? history(type, list) : list, kept.isPresent());
  }

  /**
   * What changed since. A list may be older than the cursor, and shows no deletes: the window
   * behind it starts at whichever is earlier. A first list that is not from a cache has nothing
   * behind it.
   *
   * @return the newest version in all that was read
   */
  Optional<Instant> window(EntityType type, Read list) {
    Optional<Instant> newest = list.progress().newest();
    return start(type, list).map(start -> later(newest, since(type, start))).orElse(newest);
  }

  private Optional<Instant> start(EntityType type, Read list) {
    Optional<Instant> cursor = cycle.cursor(type).map(Cursor::followedTo);
    if (cursor.isEmpty() && wasNeverFollowed(type, list.progress())) {
      return Optional.of(Instant.EPOCH);
    }
    return cursor.isPresent() || list.mayBeOld()
        ? earlier(list.progress().listNewest(), cursor)
        : Optional.empty();
  }

  /**
   * Whether rows are stored that came by key alone, as parents. Those that a list does not show may
   * have changed at any time. A list of impossible versions alone is as good as none to follow.
   */
  private boolean wasNeverFollowed(EntityType type, Progress list) {
    boolean canBeFollowed = type.version().isPresent() && list.step() == Step.LIST;
    return canBeFollowed
        && (list.listed() == 0 || list.listNewest().isPresent())
        && !stored.isEmpty(type);
  }

  private Optional<Instant> since(EntityType type, Instant since) {
    Newest newest = new Newest(type, terms.horizon());
    fetching.fetch(new Fetch.Since(type, since), newest);
    newest.tell(terms.listener());
    return newest.version();
  }

  /** Nothing is older than the epoch, so this brings every tombstone there is. */
  private Progress history(EntityType type, Progress list) {
    if (type.version().isEmpty()) {
      return list;
    }
    Optional<Instant> newest = later(list.newest(), since(type, Instant.EPOCH));
    Progress progress = list.withHistory(terms.clock().instant(), newest);
    done(type, progress);
    return progress;
  }

  private Progress fetch(EntityType type) {
    Newest newest = new Newest(type, terms.horizon());
    Fetched list = fetching.fetch(new Fetch.Everything(type), newest);
    newest.tell(terms.listener());
    mustNotBeShort(type, list.rows());
    Optional<Instant> version = newest.version();
    Progress progress =
        new Progress(
            Step.LIST,
            terms.clock().instant(),
            cycle.identity().now(),
            list.rows(),
            version,
            version,
            list.cachedAsOf().isPresent());
    done(type, progress);
    return progress;
  }

  private void mustNotBeShort(EntityType type, long listed) {
    long live = stored.live(type);
    SyncPolicy.Guards guards = terms.policy().guards();
    if (!cycle.trusting() && !guards.believes(listed, live)) {
      throw new BadAnswerException(
          "read the list of %s: expected at least %.0f %% of the %d live rows that are stored, found %d; nothing was changed; if the upstream did lose the others, sync once and accept it"
              .formatted(type, guards.listShare() * 100, live, listed),
          false);
    }
  }

  private Optional<Progress> kept(EntityType type) {
    if (cycle.mode() != Mode.FULL) {
      return Optional.empty();
    }
    Optional<Progress> kept = staging.progress(type);
    if (kept.isPresent() && !isUsable(kept.get())) {
      staging.discard(type);
      return Optional.empty();
    }
    return kept;
  }

  private boolean isUsable(Progress kept) {
    Instant now = terms.clock().instant();
    return kept.identity().equals(cycle.identity().now())
        && kept.at().isAfter(now.minus(KEPT))
        && kept.at().isBefore(now.plus(KEPT));
  }

  private void done(EntityType type, Progress progress) {
    if (cycle.mode() == Mode.FULL) {
      staging.progress(type, progress);
    }
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
        : one.or(() -> other);
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().isAfter(other.get()) ? one.get() : other.get())
        : one.or(() -> other);
  }
}
