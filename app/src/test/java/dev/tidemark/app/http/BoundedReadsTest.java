package dev.tidemark.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class BoundedReadsTest {

  private final CountDownLatch release = new CountDownLatch(1);
  @AutoClose private final BoundedReads reads = new BoundedReads(Duration.ofMillis(50));
  @AutoClose private final BoundedReads patient = new BoundedReads(Duration.ofMinutes(1));
  @AutoClose private final AutoCloseable end = release::countDown;

  @Test
  void read_inTime_isTheAnswer() {
    assertThat(patient.read(() -> "answer")).isEqualTo("answer");
  }

  @Test
  void read_hanging_isGivenUp() {
    assertThatThrownBy(() -> reads.read(this::hang))
        .isInstanceOf(HttpError.class)
        .hasMessage("the replica does not answer within 50 ms");
  }

  @Test
  void read_manyHanging_areAllGivenUp() {
    for (int i = 0; i < 40; i++) {
      assertThatThrownBy(() -> reads.read(this::hang))
          .isInstanceOf(HttpError.class)
          .hasMessage("the replica does not answer within 50 ms");
    }
  }

  @Test
  void read_failing_failsAsItself() {
    assertThatThrownBy(
            () ->
                patient.read(
                    () -> {
                      throw new StorageException("read: disk gone", false);
                    }))
        .isInstanceOf(StorageException.class)
        .hasMessage("read: disk gone");
  }

  private String hang() {
    try {
      release.await();
      return "late";
    } catch (InterruptedException e) {
      throw new AssertionError("a read must not be interrupted", e);
    }
  }
}
