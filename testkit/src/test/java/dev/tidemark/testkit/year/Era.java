package dev.tidemark.testkit.year;

import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;

/** Time as it is, and the clock that people and time servers set. */
final class Era {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final ManualClock clock = ManualClock.at(START);
  final ManualScheduler scheduler = new ManualScheduler(clock);
  private Duration wrongBy = Duration.ZERO;
  private Instant lastSet = Instant.MIN;
  private Duration setBack = Duration.ZERO;
  private int timesSet;

  /** What a right clock would say. */
  Instant now() {
    return clock.instant().minus(wrongBy);
  }

  Instant byClock() {
    return clock.instant();
  }

  boolean isClockRight() {
    return wrongBy.isZero();
  }

  void setClock(Duration wrong) {
    if (wrong.compareTo(wrongBy) < 0) {
      setBack = setBack.plus(wrongBy).minus(wrong);
    }
    clock.advance(wrong.minus(wrongBy));
    wrongBy = wrong;
    lastSet = now();
    timesSet++;
  }

  /** When the clock was last set, as it is. */
  Instant lastSet() {
    return lastSet;
  }

  /** By how much it was set back, all in all. */
  Duration setBack() {
    return setBack;
  }

  int timesSet() {
    return timesSet;
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  void after(Duration delay, Runnable task) {
    scheduler.after(delay, task);
  }

  void every(Duration period, Runnable task) {
    scheduler.after(
        period,
        () -> {
          task.run();
          every(period, task);
        });
  }
}
