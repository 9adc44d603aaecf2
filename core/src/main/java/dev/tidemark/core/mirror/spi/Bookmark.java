package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import java.time.Instant;

/**
 * How far a mirror has followed a feed, and what stood there: another feed, or one that was put
 * back to an older state, has another change at the same position or none.
 *
 * @param position of the last change that is applied; {@link Position#START} for none
 * @param cycle of that change; 0 for none
 * @param at of that change, to the millisecond; the epoch for none
 */
public record Bookmark(Position position, long cycle, Instant at) {

  /** At the beginning of any feed. */
  public static final Bookmark START = new Bookmark(Position.START, 0, Instant.EPOCH);

  public static Bookmark of(Change change) {
    return new Bookmark(change.position(), change.cycle(), change.at());
  }
}
