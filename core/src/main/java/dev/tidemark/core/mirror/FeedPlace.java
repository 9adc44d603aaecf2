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

  /** The position of the first change ever. */
  private static final long FIRST = 1;

  /**
   * The changes behind the bookmark; empty if it is no place in this feed. One that was set at the
   * end of a feed without entries remembers no change, and is a place for as long as that one has
   * no entry there.
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
    boolean isBehindAll =
        changes.isEmpty() || changes.get(0).position().compareTo(bookmark.position()) > 0;
    return remembersNone && isBehindAll && feed.latest().compareTo(bookmark.position()) >= 0
        ? Optional.of(first(atMost, changes))
        : Optional.empty();
  }

  private Optional<List<Change>> fromTheBeginning(int atMost) {
    List<Change> changes = feed.after(Position.START, atMost + 1);
    boolean whole =
        changes.isEmpty()
            ? feed.latest().equals(Position.START)
            : changes.get(0).position().value() == FIRST;
    return whole ? Optional.of(first(atMost, changes)) : Optional.empty();
  }

  private static List<Change> first(int atMost, List<Change> changes) {
    return changes.subList(0, Math.min(changes.size(), atMost));
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
