package dev.tidemark.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.time.Turns;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private final ManualScheduler scheduler =
      new ManualScheduler(ManualClock.at("2026-04-16T08:30:00Z"));

  /** A listener that throws, say, must not be the last that is heard. */
  @Test
  void turn_thatThrows_comesAgain() {
    AtomicInteger turns = new AtomicInteger();
    Turns failing =
        new Turns(
            scheduler,
            Runnable::run,
            () -> {
              turns.incrementAndGet();
              throw new IllegalStateException("a bug");
            });

    failing.ask();
    scheduler.advance(Duration.ofSeconds(4));
    assertThat(turns).hasValue(1);
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(turns).hasValue(2);

    failing.end();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(turns).hasValue(2);
  }
}
