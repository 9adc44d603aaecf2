package dev.tidemark.core.mirror;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.Hint;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.Prepared;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.query.Extent;
import dev.tidemark.core.schema.EntityType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings a mirror to where the replica is, each table for itself: what was made is copied, what is
 * doubted is compared and repaired, and the feed is followed to its end. What fails of one table is
 * told, and stops no other.
 */
final class Backfilling {

  private final Work work;
  private final Following following;
  private final Map<EntityType, Long> copied = new LinkedHashMap<>();
  private final List<Repaired> repaired = new ArrayList<>();
  private final Map<EntityType, String> failed = new HashMap<>();

  Backfilling(Work work) {
    this.work = work;
    this.following = new Following(work);
  }

  /**
   * @param prepared run when the tables are made
   */
  Backfilled run(Runnable prepared) {
    Clock clock = work.ambient().clock();
    Instant start = clock.instant();
    Map<EntityType, TableState> tables = prepare();
    prepared.run();
    fill(tables);
    long followed = following.toTheEnd();
    compareAtAGlance();
    Position position = work.target().bookmark().orElse(Bookmark.START).position();
    return new Backfilled(
        copied, repaired, followed, failed, position, Duration.between(start, clock.instant()));
  }

  /** Makes the tables and finds the mirror's place in the feed. */
  private Map<EntityType, TableState> prepare() {
    Prepared prepared = work.target().prepare(work.schema());
    work.goOn();
    if (prepared.bookmark().isEmpty()) {
      work.write(following::loseEverything);
    } else {
      following.look();
    }
    Map<EntityType, TableState> tables = work.write(this::states);
    tables.forEach(this::forgetIfNew);
    return tables;
  }

  private Map<EntityType, TableState> states(MirrorTransaction transaction) {
    Map<EntityType, TableState> states = new LinkedHashMap<>();
    for (EntityType type : work.schema().types()) {
      TableState state = transaction.table(type).state();
      if (state.trust() == Trust.DOUBTED && isEmpty(type)) {
        state = TableState.of(Trust.NEW);
        transaction.table(type).mark(state);
      }
      states.put(type, state);
    }
    return states;
  }

  private boolean isEmpty(EntityType type) {
    return work.target().rows(type).hint().count() == 0;
  }

  private void forgetIfNew(EntityType type, TableState state) {
    if (state.trust() == Trust.NEW) {
      work.book().forget(type);
    }
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

  private long copy(EntityType type) {
    long rows = new Copying(work).copy(type);
    copied.put(type, rows);
    work.book().forget(type);
    return rows;
  }

  /** Together, so that children are removed before parents; if that fails, one by one. */
  private void repair(List<EntityType> doubted) {
    if (doubted.isEmpty()) {
      return;
    }
    try {
      trust(repairing(doubted));
    } catch (MirrorUnavailableException
        | CancelledException
        | FencedException
        | StorageException all) {
      throw all;
    } catch (RuntimeException one) {
      doubted.forEach(type -> apart(type, () -> trust(repairing(List.of(type)))));
    }
  }

  private List<Repaired> repairing(List<EntityType> types) {
    double share = work.policy().get().maxShare();
    return new Repairing(work, following::next).run(new RepairRequest(types, false, share));
  }

  private boolean trust(List<Repaired> done) {
    done.forEach(this::trust);
    return repaired.addAll(done);
  }

  private void trust(Repaired done) {
    EntityType type = done.found().type();
    if (done.isDone()) {
      work.write(transaction -> marked(transaction, List.of(type), Trust.TRUSTED));
      work.book().verified(type, done.found().replica());
    } else if (!done.refusal().isEmpty()) {
      fail(type, done.refusal());
    }
  }

  private static List<EntityType> marked(
      MirrorTransaction transaction, List<EntityType> types, Trust trust) {
    types.forEach(type -> transaction.table(type).mark(TableState.of(trust)));
    return types;
  }

  /** What is wrong with one table alone is its own matter. */
  private void apart(EntityType type, Supplier<?> what) {
    try {
      what.get();
    } catch (MirrorUnavailableException
        | CancelledException
        | FencedException
        | StorageException all) {
      throw all;
    } catch (RuntimeException one) {
      work.tell(new MirrorEvent.TableFailed(work.mirror(), type, one));
      fail(type, String.valueOf(one.getMessage()));
    }
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
    List<EntityType> suspects =
        work.schema().types().stream()
            .filter(type -> !failed.containsKey(type) && !looksEqual(type))
            .toList();
    if (!suspects.isEmpty()) {
      verify(suspects);
    }
  }

  /** Compares tables and repairs what differs; they are doubted until that is done. */
  void verify(List<EntityType> types) {
    work.write(transaction -> marked(transaction, types, Trust.DOUBTED));
    repair(types);
  }

  private boolean looksEqual(EntityType type) {
    Extent ours = work.reader().extent(type);
    Hint theirs = work.target().rows(type).hint();
    long quarantined = work.book().table(type).quarantined();
    return theirs.count() <= ours.rows()
        && theirs.count() >= ours.rows() - quarantined
        && (quarantined > 0 || cut(ours.newest()).equals(cut(theirs.newest())));
  }

  /** To what a mirror stores. */
  private static Optional<Instant> cut(Optional<Instant> instant) {
    return instant.map(at -> at.truncatedTo(ChronoUnit.MICROS));
  }
}
