package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Follows the feed: the changes behind the mirror's place, and the place, in one transaction. */
final class Following {

  private final Work work;
  private final FeedPlace place;
  private final LatestState latest;
  private final Consumer<Position> moved;

  /**
   * @param moved told where the mirror is, behind each step
   */
  Following(Work work, Consumer<Position> moved) {
    this.work = work;
    this.moved = moved;
    this.place = new FeedPlace(work.ports().feed());
    this.latest = new LatestState(work);
  }

  /**
   * One batch.
   *
   * @param bookmark where the mirror is now
   * @param isLost whether its place was none in this feed: it is at the end of the feed now, and
   *     all that it has is doubted
   */
  record Step(int changes, Bookmark bookmark, boolean isLost) {}

  /** Applies the next batch, if there is one. */
  Step next() {
    return next(work.policy().get().batch());
  }

  /** Looks whether the mirror's place is one in this feed, and applies nothing. */
  Step look() {
    return next(0);
  }

  private Step next(int atMost) {
    work.goOn();
    Written written = work.write(transaction -> apply(transaction, atMost));
    written.outcome().ifPresent(latest::settle);
    moved.accept(written.step().bookmark().position());
    tell(written);
    return written.step();
  }

  private record Written(Step step, Bookmark before, Optional<LatestState.Outcome> outcome) {}

  private Written apply(MirrorTransaction transaction, int atMost) {
    Bookmark before = transaction.bookmark().orElse(Bookmark.START);
    Optional<List<Change>> changes = place.behind(before, atMost);
    if (changes.isEmpty()) {
      return new Written(new Step(0, loseEverything(transaction), true), before, Optional.empty());
    }
    return changes.get().isEmpty()
        ? new Written(new Step(0, before, false), before, Optional.empty())
        : apply(transaction, before, changes.get());
  }

  private Written apply(MirrorTransaction transaction, Bookmark before, List<Change> changes) {
    Map<EntityType, Set<RowKey>> keys = new HashMap<>();
    for (Change change : changes) {
      work.schema()
          .find(change.type())
          .map(type -> keys.computeIfAbsent(type, each -> new LinkedHashSet<>()))
          .ifPresent(some -> some.add(change.key()));
    }
    LatestState.Outcome outcome = latest.write(transaction, keys);
    Bookmark after = Bookmark.of(changes.get(changes.size() - 1));
    transaction.moveTo(after);
    return new Written(new Step(changes.size(), after, false), before, Optional.of(outcome));
  }

  /** From here on nothing that the mirror has is trusted, and nothing that changes is missed. */
  Bookmark loseEverything(MirrorTransaction transaction) {
    Bookmark end = place.end();
    for (EntityType type : work.schema().types()) {
      if (transaction.table(type).state().trust() != Trust.NEW) {
        transaction.table(type).mark(TableState.of(Trust.DOUBTED));
        work.book().doubted(type, "the mirror's place in the feed was lost; not compared since");
      }
    }
    transaction.moveTo(end);
    return end;
  }

  private void tell(Written written) {
    Position position = written.step().bookmark().position();
    if (written.step().isLost()) {
      work.tell(
          new MirrorEvent.PlaceLost(
              work.mirror(),
              written.before().position(),
              "the feed has no such change at that position: it was pruned, put back, or is another's"));
    } else if (written.step().changes() > 0) {
      work.tell(
          new MirrorEvent.ChangesApplied(
              work.mirror(), position, written.step().changes(), place.lag(position)));
    }
  }
}
