package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a thread whose time is told. */
final class StallTest {

  private static final Duration MOST = Duration.ofMinutes(1);
  private static final Duration LOOK = MOST.dividedBy(10);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Pipe pipe = new Pipe(MOST);
  private Stall stall;

  @BeforeEach
  void watch() {
    channel.freezeTime();
    stall = Stall.of(channel.eventLoop(), pipe, MOST, 2, "nothing");
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  private void pass(int looks) {
    for (int i = 0; i < looks; i++) {
      pass(LOOK);
    }
  }

  private void assertGivenUp() {
    assertThatThrownBy(pipe::check).hasMessage("nothing came within 60000 ms");
  }

  @Test
  void pipe_overWhichTooLittleComes_isGivenUpWhenTheTimeIsOver() {
    stall.moved(1);
    pass(9);
    assertThatCode(pipe::check).doesNotThrowAnyException();

    pass(1);
    assertGivenUp();
  }

  @Test
  void pipe_overWhichItComesInTime_isKept() {
    for (int i = 0; i < 5; i++) {
      pass(9);
      stall.moved(2);
      pass(1);
    }

    assertThatCode(pipe::check).doesNotThrowAnyException();
  }

  /** What came meanwhile has to be read first. */
  @Test
  void pipe_afterThisProcessStoodStill_isKeptForLong() {
    pass(MOST.multipliedBy(3));
    pass(8);
    assertThatCode(pipe::check).doesNotThrowAnyException();

    pass(1);
    assertGivenUp();
  }

  @Test
  void pipe_thatIsNotWatchedAnyMore_isKept() {
    stall.close();

    pass(20);

    assertThatCode(pipe::check).doesNotThrowAnyException();
    assertThat(channel.hasPendingTasks()).isFalse();
  }
}
