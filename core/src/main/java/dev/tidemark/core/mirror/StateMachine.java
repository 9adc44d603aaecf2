package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where a mirror stands: tells each transition once, and writes down whatever changes, and now and
 * then what does not, so that others see that it is kept.
 */
final class StateMachine {

  private static final Duration TELL_AGAIN = Duration.ofSeconds(30);

  private final AtomicReference<Instant> told = new AtomicReference<>(Instant.MIN);
  private final AtomicBoolean kept = new AtomicBoolean();
  private final AtomicReference<Standing> standing;
  private final AtomicReference<Optional<Position>> position;
  private final Work work;
  private final Clock clock;

  StateMachine(Work work) {
    this.work = work;
    this.clock = work.ambient().clock();
    this.position = new AtomicReference<>(work.book().position());
    this.standing =
        new AtomicReference<>(
            new Standing(MirrorState.DISABLED, Set.of(), "", clock.instant(), Optional.empty()));
  }

  /** The standing, if this process keeps the mirror, or would if it led. */
  Optional<Standing> kept() {
    return kept.get() ? Optional.of(standing.get()) : Optional.empty();
  }

  MirrorState state() {
    return standing.get().state();
  }

  /** Names of the tables that are not as they should be. */
  Set<String> degraded() {
    return standing.get().degraded();
  }

  /** Whether the mirror has all changes, or had when that was last looked at. */
  boolean isUp() {
    return state() == MirrorState.LIVE || state() == MirrorState.DEGRADED;
  }

  /** As it was told last, by an earlier process if need be. */
  Optional<Position> position() {
    return position.get();
  }

  void to(MirrorState state, String reason) {
    to(new Standing(state, Set.of(), reason, clock.instant(), Optional.empty()));
  }

  /**
   * @param wait how long it is until the next try
   */
  void failed(MirrorState state, String reason, Duration wait) {
    Instant now = clock.instant();
    to(new Standing(state, Set.of(), reason, now, Optional.of(now.plus(wait))));
  }

  /**
   * @param tables those that are not as they should be
   */
  void up(Set<String> tables, String reason) {
    MirrorState state = tables.isEmpty() ? MirrorState.LIVE : MirrorState.DEGRADED;
    to(new Standing(state, tables, reason, clock.instant(), Optional.empty()));
  }

  /** Somebody else keeps the mirror, and tells how it stands. */
  void leave(String reason) {
    put(new Standing(MirrorState.DISABLED, Set.of(), reason, clock.instant(), Optional.empty()));
  }

  /** Nobody keeps it any more, as far as this process does. */
  void stopped() {
    try {
      if (kept.get() && state() != MirrorState.DISABLED) {
        to(MirrorState.DISABLED, "the service that kept it has stopped");
      }
    } catch (RuntimeException unwritten) {
      // Then it is its silence that says so.
    }
  }

  /** Writes down once more what has not changed for a while. */
  void tellAgain() {
    if (kept.get()
        && Duration.between(told.get(), clock.instant()).abs().compareTo(TELL_AGAIN) > 0) {
      write();
    }
  }

  private void to(Standing next) {
    if (put(next)) {
      write();
    }
  }

  private void write() {
    told.set(clock.instant());
    work.book().stands(standing.get());
  }

  /**
   * The same state again keeps the time since when it holds, and is not told.
   *
   * @return whether anything changed
   */
  private boolean put(Standing next) {
    Standing before = standing.get();
    boolean isSame = next.state() == before.state() && next.degraded().equals(before.degraded());
    Standing now =
        isSame
            ? new Standing(
                next.state(), next.degraded(), next.reason(), before.since(), next.nextTry())
            : next;
    standing.set(now);
    kept.set(true);
    if (!isSame) {
      work.tell(new MirrorEvent.MirrorStateChanged(work.mirror(), before.state(), now));
    }
    return !now.equals(before);
  }

  void at(Position now) {
    Optional<Position> next = Optional.of(now);
    if (!position.getAndSet(next).equals(next)) {
      work.book().moved(now);
    }
  }
}
