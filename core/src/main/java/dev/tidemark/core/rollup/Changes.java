package dev.tidemark.core.rollup;

import java.time.Duration;

/**
 * How a rollup learns which events are new or changed. Whatever it is: events that are deleted or
 * that get another bucket or key, and parents that change the key of their events, are noted by
 * triggers at once.
 */
public sealed interface Changes {

  /**
   * For a source that others write: by a time that they move with each write. A row without one
   * counts as changed at the time of its event.
   *
   * @param field of the source, an instant
   * @param lag how long after that time a write is committed at the latest; what is committed later
   *     is found by verification alone
   * @param atMost how much time one tick catches up
   */
  record ByTime(String field, Duration lag, Duration atMost) implements Changes {
    public ByTime {
      if (lag.isNegative() || atMost.isZero() || atMost.isNegative()) {
        throw new IllegalArgumentException(
            "changes by %s: expected a lag of zero or more and some time for a tick, found %s and %s"
                .formatted(field, lag, atMost));
      }
    }
  }

  /**
   * For a source to which one writer at a time appends: by a whole number that grows in the order
   * of the commits, so that nothing is ever found behind what was seen.
   *
   * @param field of the source, an integer
   * @param atMost how many numbers one tick takes
   */
  record BySequence(String field, long atMost) implements Changes {
    public BySequence {
      if (atMost < 1) {
        throw new IllegalArgumentException(
            "changes by %s: expected 1 or more for a tick, found %d".formatted(field, atMost));
      }
    }
  }

  /** For any other source: triggers note every write, in its transaction. */
  record Captured() implements Changes {}
}
