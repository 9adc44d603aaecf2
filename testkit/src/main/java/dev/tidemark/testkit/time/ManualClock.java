package dev.tidemark.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A UTC clock that stands still until a test moves it. Safe for use by many threads. */
public final class ManualClock extends Clock {

  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  private ManualClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  public static ManualClock at(String instant) {
    return at(Instant.parse(instant));
  }

  public static ManualClock at(Instant instant) {
    return new ManualClock(new AtomicReference<>(instant), ZoneOffset.UTC);
  }

  /** Moves the clock; back, if the duration is negative. */
  public void advance(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }

  /** Sets the clock, forward or back, as an operator or a time server does. */
  public void set(Instant to) {
    now.set(to);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock, moved together with this one, seen in another zone. */
  @Override
  public Clock withZone(ZoneId other) {
    return new ManualClock(now, other);
  }
}
