package dev.tidemark.core.rollup;

import java.time.Instant;

/** How it went to take in what has changed. */
public sealed interface Tick {

  /**
   * Something was computed.
   *
   * @param cells that were written or removed
   * @param from where the watermark was
   * @param to where it is now
   * @param more whether more waits
   */
  record Ran(long cells, Watermark from, Watermark to, boolean more) implements Tick {}

  /** All has been taken in. */
  record NothingDue() implements Tick {}

  /**
   * Somebody else is at it.
   *
   * @param holder who
   * @param until when the lease ends, unless it is renewed
   */
  record LockBusy(String holder, Instant until) implements Tick {}

  /** Nothing was changed; the reason is stored, too. */
  record Failed(String reason) implements Tick {}
}
