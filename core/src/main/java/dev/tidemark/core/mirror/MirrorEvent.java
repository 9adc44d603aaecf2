package dev.tidemark.core.mirror;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;

/** What mirrors tell while they are worked on. */
public sealed interface MirrorEvent extends Event {

  String mirror();

  /** A mirror came into another state; told once. */
  record MirrorStateChanged(String mirror, MirrorState from, Standing now) implements MirrorEvent {}

  /**
   * The mirror's place in the feed is no place in this feed, so all tables are compared.
   *
   * @param position where it thought it was
   * @param reason for people
   */
  record PlaceLost(String mirror, Position position, String reason) implements MirrorEvent {}

  /** A table is about to be filled. */
  record CopyStarted(String mirror, EntityType type, long rows) implements MirrorEvent {}

  /** Told with each batch; {@code rows} of this table so far. */
  record RowsCopied(String mirror, EntityType type, long rows) implements MirrorEvent {}

  record CopyEnded(String mirror, EntityType type, long rows) implements MirrorEvent {}

  /** A table is about to be compared. */
  record ComparisonStarted(String mirror, EntityType type, long rows) implements MirrorEvent {}

  /** Told with each range; {@code rows} of this table so far. */
  record RowsCompared(String mirror, EntityType type, long rows) implements MirrorEvent {}

  record ComparisonEnded(String mirror, Comparison comparison) implements MirrorEvent {}

  /** Rows were made equal, or would have been but for what the report says. */
  record TableRepaired(String mirror, Repaired repaired) implements MirrorEvent {}

  /** The database does not take a row. */
  record RowQuarantined(String mirror, EntityType type, RowKey key, String reason)
      implements MirrorEvent {}

  /** The database takes a row that it had not taken before, or the row is gone. */
  record RowReleased(String mirror, EntityType type, RowKey key) implements MirrorEvent {}

  /** Changes of the feed are on the mirror. */
  record ChangesApplied(String mirror, Position position, int changes, MirrorStatus.Lag lag)
      implements MirrorEvent {}

  /** One table could not be copied, compared or repaired; the others are. */
  record TableFailed(String mirror, EntityType type, Throwable failure) implements MirrorEvent {}
}
