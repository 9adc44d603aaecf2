package dev.tidemark.core.rollup.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * That one at a time writes to a rollup. A lease has a token that is greater than all before it;
 * every write names it, and is refused in its own transaction once there is a later one. Times are
 * those of the database's own clock. Needs a prepared rollup. All are short, and done also by a
 * thread that was interrupted, which it stays.
 */
public interface RollupLeases {

  /**
   * A lease for so long, or who has one. A miss is counted. One that has ended is taken over.
   *
   * @param holder for people: host and process
   */
  Acquired acquire(String holder, Duration length);

  /** Lengthens it from now on; false if there is a later one, or it was released. */
  boolean renew(Lease lease, Duration length);

  /** Ends it before its time; nothing if it is not the current one any more. */
  void release(Lease lease);

  /** One's leave to write. */
  record Lease(String holder, long token) {}

  /** A lease, or who has it. */
  sealed interface Acquired {

    /** It is one's own. */
    record Mine(Lease lease) implements Acquired {}

    /** It is another's. */
    record Busy(String holder, Instant until) implements Acquired {}
  }
}
