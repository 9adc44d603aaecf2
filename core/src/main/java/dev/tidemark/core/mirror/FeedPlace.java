package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.mirror.spi.Bookmark;
import java.util.List;
import java.util.Optional;

/**
 * Where a mirror is in the feed, if it is in this one. A feed that was pruned further than the
 * mirror is, that is another replica's, or that was put back to an older state, does not have the
 * change that the mirror remembers.
 */
record FeedPlace(ChangeFeed feed) {

  /**
   * The changes behind the bookmark; empty if it is no place in this feed. One that was set at the
   * end of a feed without entries remembers no change, and is a place for as long as nothing can
   * have been forgotten behind it.
   *
   * @param atMost 0 to learn only whether it is a place
   */
  Optional<List<Change>> behind(Bookmark bookmark, int atMost) {
    if (bookmark.position().equals(Position.START)) {
      return fromTheBeginning(atMost);
    }
    Position before = new Position(bookmark.position().value() - 1);
    List<Change> changes = feed.after(before, atMost + 1);
    if (!changes.isEmpty() && Bookmark.of(changes.get(0)).equals(bookmark)) {
      return Optional.of(changes.subList(1, changes.size()));
    }
    boolean remembersNone = bookmark.cycle() == Bookmark.START.cycle();
    return remembersNone ? gapless(bookmark.position(), changes, atMost) : Optional.empty();
  }

  private Optional<List<Change>> fromTheBeginning(int atMost) {
    return gapless(Position.START, feed.after(Position.START, atMost + 1), atMost);
  }

  /** Where no change is remembered, the next one has to be there. */
  private Optional<List<Change>> gapless(Position place, List<Change> changes, int atMost) {
    boolean whole =
        changes.isEmpty()
            ? feed.latest().equals(place)
            : changes.get(0).position().value() == place.value() + 1;
    return whole
        ? Optional.of(changes.subList(0, Math.min(changes.size(), atMost)))
        : Optional.empty();
  }

  boolean has(Bookmark bookmark) {
    return behind(bookmark, 0).isPresent();
  }

  /** The end of the feed. */
  Bookmark end() {
    Position latest = feed.latest();
    if (latest.equals(Position.START)) {
      return Bookmark.START;
    }
    List<Change> last = feed.after(new Position(latest.value() - 1), 1);
    return last.isEmpty()
        ? new Bookmark(latest, Bookmark.START.cycle(), Bookmark.START.at())
        : Bookmark.of(last.get(0));
  }

  /** How far behind the feed this position is. */
  MirrorStatus.Lag lag(Position position) {
    long changes = feed.latest().value() - position.value();
    return changes <= 0
        ? MirrorStatus.Lag.NONE
        : new MirrorStatus.Lag(
            changes, feed.after(position, 1).stream().map(Change::at).findFirst());
  }
}
