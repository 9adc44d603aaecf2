package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PaceTest {

  @Test
  void await_afterAnyPause_countsFromTheLastStart() throws InterruptedException {
    Pace pace = new Pace(Duration.ofMillis(200));
    Semaphore never = new Semaphore(0);

    for (int pause : new int[] {0, 90, 390}) {
      never.tryAcquire(pause, TimeUnit.MILLISECONDS);
      long before = System.nanoTime();
      pace.await();
      pace.await();
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(200_000_000L);
    }
  }
}
