package dev.tidemark.core.planted;

import java.time.Clock;
import java.time.Instant;

final class ReadsTheClock {
  Instant instant() {
    return Instant.now();
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  long ticks() {
    return System.nanoTime() + System.currentTimeMillis();
  }
}
