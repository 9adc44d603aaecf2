package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Works on the caller's thread. */
final class DirectMirror implements Mirror {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final SingleFlight<Backfilled> backfills = new SingleFlight<>();
  private final Work work;
  private final FeedPlace place;

  DirectMirror(Work work) {
    this.work = work;
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
        work.book().standing(),
        position,
        place.lag(position.orElse(Position.START)),
        work.schema().types().stream().map(work.book()::table).toList());
  }

  /** Where it is, as whoever keeps it has last told. */
  Optional<Position> position() {
    return work.book().position();
  }

  @Override
  public List<RefusedRow> quarantined() {
    return work.book().refused();
  }

  @Override
  public Backfilled backfill() {
    return backfill(() -> {});
  }

  /**
   * @param prepared run when the tables are made, unless another's backfill is waited for
   */
  Backfilled backfill(Runnable prepared) {
    return backfills.run(() -> new Backfilling(work).run(prepared));
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
    List<Repaired> done = new Repairing(work, work::goOn).run(request);
    if (!request.dryRun()) {
      done.stream().filter(Repaired::isDone).forEach(this::trust);
    }
    return done;
  }

  /** A table that was never filled to its end lacks what was never compared: it stays as it is. */
  private void trust(Repaired done) {
    EntityType type = done.found().type();
    work.write(
        transaction -> {
          if (transaction.table(type).state().trust() == Trust.DOUBTED) {
            transaction.table(type).mark(TableState.of(Trust.TRUSTED));
          }
          return type;
        });
    work.book().verified(type, done.found().replica());
  }

  @Override
  public boolean await(Position position, Duration timeout) {
    Clock clock = work.ambient().clock();
    Pauses pauses = new Pauses(work.ambient().scheduler());
    Instant end = clock.instant().plus(timeout);
    while (!has(position)) {
      if (!clock.instant().isBefore(end)) {
        return false;
      }
      pauses.pause(LOOK_AGAIN, "wait for position " + position + " on mirror " + name());
    }
    return true;
  }

  /** A mirror that is beyond the end of this feed has followed another one. */
  private boolean has(Position position) {
    Position there = work.target().bookmark().map(Bookmark::position).orElse(Position.START);
    ChangeFeed feed = work.ports().feed();
    return there.compareTo(position) >= 0 && there.compareTo(feed.latest()) <= 0;
  }
}
