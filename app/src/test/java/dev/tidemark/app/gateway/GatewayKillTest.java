package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.gateway.ChildMain.Part;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.testkit.fake.RecordingListener;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway's process is killed, at points that are known and at points that are not. */
@Timeout(300)
final class GatewayKillTest {

  private static final long SEED = 11;

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"STOP_AFTER_MARKS, false", "STOP_BEFORE_COMMIT, false", "STOP_AFTER_COMMIT, true"})
  void kill_inAFlush_leavesTheLastThatWasCommitted(Part point, boolean committed) throws Exception {
    long number;
    try (Child child = Child.start(point, directory)) {
      number = Long.parseLong(child.await("stopped at"));
      child.kill();
    }
    long expected = committed ? number : number - 1;

    try (Gateway gateway = Gateway.open(directory, told)) {
      assertThat(told.events(StateEvent.Repaired.class)).as("at the start").isEmpty();
      assertThat(Generations.assertWhole(gateway)).isEqualTo(expected);
      long next = Generations.next(gateway);
      Generations.put(gateway, next);
      gateway.state.flush();
      assertThat(Generations.assertWhole(gateway)).as("goes on").isEqualTo(next);
    }
  }

  @Test
  void kill_aFewTimes_losesNoStrongRowAndLeavesWholeFlushes() throws Exception {
    kill(3);
  }

  @Test
  @Tag("proof")
  void kill_manyTimes_losesNoStrongRowAndLeavesWholeFlushes() throws Exception {
    kill(20);
  }

  private void kill(int rounds) throws Exception {
    Random random = new Random(SEED);
    Set<String> acknowledged = new HashSet<>();
    long last = 0;
    long flushed;
    for (int round = 0; round < rounds; round++) {
      try (Child child = Child.start(Part.WRITE_BOTH, directory)) {
        flushed = Long.parseLong(child.await("flushed"));
        pass(random.nextInt(300));
        child.kill();
        child.drain().stream()
            .filter(line -> line.startsWith("written "))
            .forEach(line -> acknowledged.add(line.substring("written ".length())));
      }
      try (Gateway gateway = Gateway.open(directory, told)) {
        long number = Generations.assertWhole(gateway);
        assertThat(number)
            .as("flushes of round %d", round)
            .isGreaterThan(last)
            .isGreaterThanOrEqualTo(flushed);
        last = number;
        Set<String> lost = new HashSet<>(acknowledged);
        gateway.platforms.list().forEach(each -> lost.remove(each.value().id()));
        assertThat(lost).as("acknowledged, but not there in round %d", round).isEmpty();
      }
    }
    assertThat(acknowledged).as("acknowledged").hasSizeGreaterThan(rounds);
    assertThat(told.events(StateEvent.Repaired.class)).isEmpty();
  }

  /** A point that nobody has chosen: nothing is waited for. */
  private static void pass(int millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }
}
