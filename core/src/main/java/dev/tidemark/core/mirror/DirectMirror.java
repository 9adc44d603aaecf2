package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.time.Pauses;
import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Works on the caller's thread. */
final class DirectMirror implements Mirror {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final SingleFlight<Backfilled> backfills = new SingleFlight<>();
  private final Work work;
  private final FeedPlace place;
  private final StateMachine machine;

  DirectMirror(Work work, StateMachine machine) {
    this.work = work;
    this.machine = machine;
    this.place = new FeedPlace(work.ports().feed());
  }

  @Override
  public String name() {
    return work.mirror();
  }

  @Override
  public String place() {
    return work.target().place();
  }

  @Override
  public MirrorStatus status() {
    Optional<Position> position = position();
    return new MirrorStatus(
        name(),
        place(),
        machine.kept().orElseGet(work.book()::standing),
        position,
        place.lag(position.orElse(Position.START)),
        work.tables());
  }

  /** Where it is, as whoever keeps it has last told. */
  Optional<Position> position() {
    return work.book().position();
  }

  /**
   * What it may still need of the feed is behind this; all of the feed if it was filled once, and
   * nobody knows how far it is.
   */
  Optional<Position> follows() {
    boolean wasFilled = work.tables().stream().anyMatch(table -> table.verified().isPresent());
    return position().or(() -> wasFilled ? Optional.of(Position.START) : Optional.empty());
  }

  @Override
  public List<RefusedRow> quarantined() {
    return work.book().refused();
  }

  @Override
  public Backfilled backfill() {
    return backfill(() -> new Backfilling(work, work.book()::moved).run(() -> {}));
  }

  /** What the work gives, or another backfill that runs already. */
  Backfilled backfill(Supplier<Backfilled> backfilling) {
    return backfills.run(backfilling);
  }

  @Override
  public List<Comparison> verify(List<EntityType> types) {
    return types.stream().map(this::verify).toList();
  }

  private Comparison verify(EntityType type) {
    Findings findings = new Findings(type);
    Comparison found = new Comparing(work, findings, work::goOn).run();
    if (found.isEqual()) {
      work.book().verified(type, found.replica());
    } else {
      work.book().failed(type, differ(found));
    }
    return found;
  }

  static String differ(Comparison found) {
    return "%d rows differ: %d missing, %d extra, %d different"
        .formatted(found.drift(), found.missing(), found.extra(), found.different());
  }

  @Override
  public List<Repaired> repair(RepairRequest request) {
    Bookmark before = bookmark();
    if (!request.dryRun()) {
      new LatestState(work).tryRefused(request.types());
    }
    Consumer<Repaired> ended = request.dryRun() ? done -> {} : done -> judge(done, before);
    return new Repairing(work, work::goOn, ended).run(request);
  }

  private void judge(Repaired done, Bookmark before) {
    EntityType type = done.found().type();
    if (done.isDone()) {
      work.write(transaction -> trust(transaction, type, before));
      work.book().verified(type, done.found().replica());
    } else {
      work.book().failed(type, done.refusal().isEmpty() ? differ(done.found()) : done.refusal());
    }
  }

  /**
   * A table that was never filled to its end lacks what was never compared: it stays as it is; and
   * so it does if the mirror's place in the feed was lost meanwhile.
   */
  private boolean trust(MirrorTransaction transaction, EntityType type, Bookmark before) {
    boolean isDoubted = transaction.table(type).state().trust() == Trust.DOUBTED;
    if (isDoubted && place.has(before)) {
      transaction.table(type).mark(TableState.of(Trust.TRUSTED));
    }
    return isDoubted;
  }

  private Bookmark bookmark() {
    return work.target().bookmark().orElse(Bookmark.START);
  }

  @Override
  public boolean await(Position position, Duration timeout) {
    Scheduler scheduler = work.ambient().scheduler();
    AtomicBoolean isOver = new AtomicBoolean(timeout.isZero() || timeout.isNegative());
    Scheduler.Pending end = scheduler.after(timeout, () -> isOver.set(true));
    try {
      while (!has(position)) {
        if (isOver.get()) {
          return false;
        }
        new Pauses(scheduler)
            .pause(LOOK_AGAIN, "wait for position " + position + " on mirror " + name());
      }
      return true;
    } finally {
      end.cancel();
    }
  }

  /**
   * A mirror whose place is none in this feed has followed another one; and one that is being
   * filled is at the end of the feed from the beginning.
   */
  private boolean has(Position position) {
    Bookmark there = bookmark();
    return there.position().compareTo(position) >= 0 && place.has(there) && isWhole();
  }

  private boolean isWhole() {
    List<EntityType> unverified = work.types(table -> table.verified().isEmpty());
    return unverified.isEmpty()
        || work.write(
            transaction ->
                unverified.stream()
                    .map(type -> transaction.table(type).state().trust())
                    .allMatch(Trust.TRUSTED::equals));
  }
}
