package dev.tidemark.core.mirror;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings a mirror to where the replica is, each table for itself: what was made is copied, what is
 * doubted is compared and repaired, and the feed is followed to its end. What fails of one table is
 * told, and stops no other.
 */
final class Backfilling {

  private final Work work;
  private final Following following;
  private final Preparing preparing;
  private final Glance glance;
  private final Map<EntityType, Long> copied = new LinkedHashMap<>();
  private final List<Repaired> repaired = new ArrayList<>();
  private final Map<EntityType, String> failed = new HashMap<>();
  private final Set<EntityType> unfinished = new LinkedHashSet<>();
  private final AtomicLong followed = new AtomicLong();
  private final AtomicBoolean lost = new AtomicBoolean();

  /**
   * @param moved told where the mirror is, whenever it goes on
   */
  Backfilling(Work work, Consumer<Position> moved) {
    this.work = work;
    this.following = new Following(work, moved);
    this.glance = new Glance(work);
    this.preparing = new Preparing(work, following, glance);
  }

  /**
   * @param prepared run when the tables are made
   */
  Backfilled run(Runnable prepared) {
    Clock clock = work.ambient().clock();
    Instant start = clock.instant();
    preparing.run();
    prepared.run();
    do {
      lost.set(false);
      fill(preparing.states());
      followToTheEnd();
      compareAtAGlance();
    } while (lost.get());
    new LatestState(work).tryRefused(work.schema().types());
    Position position = work.target().bookmark().orElse(Bookmark.START).position();
    Duration took = Duration.between(start, clock.instant());
    return new Backfilled(copied, repaired, followed.get(), failed, position, took);
  }

  private void fill(Map<EntityType, TableState> tables) {
    List<EntityType> doubted = new ArrayList<>();
    tables.forEach(
        (type, state) -> {
          if (state.trust() == Trust.DOUBTED) {
            doubted.add(type);
          } else if (state.trust() != Trust.TRUSTED) {
            apart(type, () -> copy(type));
          }
        });
    repair(doubted);
  }

  private void copy(EntityType type) {
    long rows = new Copying(work).copy(type);
    copied.merge(type, rows, Long::sum);
    failed.remove(type);
    work.book().forget(type);
  }

  private void followToTheEnd() {
    while (follow() > 0) {
      work.goOn();
    }
  }

  private int follow() {
    Following.Step step = following.next();
    followed.addAndGet(step.changes());
    if (step.isLost()) {
      lost.set(true);
    }
    return step.changes();
  }

  /** Again and again, where more differs than is remembered at once. */
  private void repair(List<EntityType> doubted) {
    List<EntityType> left = doubted;
    while (!left.isEmpty() && !lost.get()) {
      unfinished.clear();
      unfinished.addAll(left);
      repairOnce(left);
      left = List.copyOf(unfinished);
    }
  }

  /** Together, so that children are removed before parents; if that fails, one by one. */
  private void repairOnce(List<EntityType> types) {
    try {
      repairing(types);
    } catch (RuntimeException failure) {
      if (isOfAll(failure)) {
        throw failure;
      }
      for (EntityType type : List.copyOf(unfinished)) {
        apart(type, () -> repairing(List.of(type)));
      }
    }
  }

  private void repairing(List<EntityType> types) {
    double share = work.policy().get().maxShare();
    new Repairing(work, this::follow, this::judge).run(new RepairRequest(types, false, share));
  }

  /** What was compared before the mirror's place was lost says nothing. */
  private void judge(Repaired done) {
    EntityType type = done.found().type();
    repaired.add(done);
    if (done.isDone() && !lost.get()) {
      work.write(transaction -> marked(transaction, List.of(type), Trust.TRUSTED));
      work.book().verified(type, done.found().replica());
      failed.remove(type);
    } else if (!done.refusal().isEmpty()) {
      fail(type, done.refusal());
    }
    if (done.left() == 0 || !done.refusal().isEmpty()) {
      unfinished.remove(type);
    }
  }

  private static List<EntityType> marked(
      MirrorTransaction transaction, List<EntityType> types, Trust trust) {
    types.forEach(type -> transaction.table(type).mark(TableState.of(trust)));
    return types;
  }

  /** What is wrong with one table alone is its own matter. */
  private void apart(EntityType type, Runnable what) {
    try {
      what.run();
    } catch (RuntimeException failure) {
      if (isOfAll(failure)) {
        throw failure;
      }
      unfinished.remove(type);
      work.tell(new MirrorEvent.TableFailed(work.mirror(), type, failure));
      fail(type, String.valueOf(failure.getMessage()));
    }
  }

  private static boolean isOfAll(RuntimeException failure) {
    return failure instanceof MirrorUnavailableException
        || failure instanceof CancelledException
        || failure instanceof FencedException
        || failure instanceof StorageException;
  }

  private void fail(EntityType type, String message) {
    failed.put(type, message);
    work.book().failed(type, message);
  }

  /**
   * A table that cannot be equal, since it has another number of rows or another newest one, is
   * doubted and repaired. One that passes may still differ: that is what a verification is for.
   */
  private void compareAtAGlance() {
    List<EntityType> suspects = new ArrayList<>(work.schema().types());
    suspects.removeIf(type -> failed.containsKey(type) || glance.isEqual(type));
    if (!suspects.isEmpty()) {
      followToTheEnd();
      suspects.removeIf(glance::isEqual);
      verify(suspects);
    }
  }

  /**
   * Compares tables and repairs what differs; they are doubted until that is done.
   *
   * @return false if the mirror's place was lost meanwhile, and nothing is verified
   */
  boolean verify(List<EntityType> types) {
    if (!types.isEmpty()) {
      work.write(transaction -> marked(transaction, types, Trust.DOUBTED));
      repair(types);
    }
    return !lost.get();
  }
}
