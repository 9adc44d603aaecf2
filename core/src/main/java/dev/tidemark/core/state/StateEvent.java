package dev.tidemark.core.state;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.EntityType;
import java.time.Duration;

/** What the state tells. */
public sealed interface StateEvent extends Event {

  /** Dirty rows were written; told also when some had to be left. */
  record Flushed(FlushReport report) implements StateEvent {}

  /**
   * A flush failed; what it would have written is dirty again.
   *
   * @param attempts how many failed in a row
   * @param retryIn when the next one follows by itself, while the state is running
   */
  record FlushFailed(Throwable failure, int attempts, long dirty, Duration retryIn)
      implements StateEvent {}

  /** A value could not be turned into a row; it stays in memory and dirty. */
  record Unwritable(EntityType type, String key, Throwable failure) implements StateEvent {}

  /** A stored row could not be turned into a value; it stays where it is, and is passed over. */
  record Unreadable(EntityType type, String key, Throwable failure) implements StateEvent {}

  /** Rows that referred to nothing were removed. */
  record Repaired(RepairReport report) implements StateEvent {}

  /**
   * The weak tier's store was lost or of no use, and was made anew.
   *
   * @param what for people: which file, what was wrong with it, and where it is kept
   */
  record StoreMadeAnew(String what) implements StateEvent {}
}
