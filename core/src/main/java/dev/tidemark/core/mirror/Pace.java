package dev.tidemark.core.mirror;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many rows are taken at once, so that it takes about as long as it should. */
final class Pace {

  private static final int AT_MOST_TIMES = 4;

  private final AtomicInteger rows;
  private final int least;
  private final int most;
  private final Duration aim;

  Pace(int first, int least, int most, Duration aim) {
    this.rows = new AtomicInteger(first);
    this.least = least;
    this.most = most;
    this.aim = aim;
  }

  int rows() {
    return rows.get();
  }

  /** Learns from what one step took. A clock that was set meanwhile teaches little. */
  void took(long done, Duration time) {
    if (done > 0) {
      long millis = Math.max(1, time.toMillis());
      long wanted = done * aim.toMillis() / millis;
      set(Math.min(wanted, (long) AT_MOST_TIMES * rows.get()));
    }
  }

  /** The last step was far too much. */
  void tooMuch() {
    set(rows.get() / AT_MOST_TIMES);
  }

  private void set(long wanted) {
    rows.set((int) Math.max(least, Math.min(most, wanted)));
  }
}
