package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotEvent.PushEnded;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent again, and when. */
final class CourierTest {

  private static final Duration WHILE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(9);

  private final PublishBench bench = new PublishBench();

  private void startOlder() {
    bench.setTarget(
        new Target(PublishBench.NAME, "a", Strategy.DBSYNC, PublishBench.endpoint("a"), true));
    bench.edge("a");
    bench.start();
  }

  private int pushes() {
    return bench.told.events(PushEnded.class).size();
  }

  /** The older protocol has no greeting: each push is the whole file. */
  @Test
  void dbsync_thatHasTheContent_isSentNothing() {
    startOlder();
    bench.pass(Duration.ofHours(3));
    bench.restart();
    bench.leadership.set(false);
    bench.leadership.set(true);
    bench.pass(LONG);

    assertThat(pushes()).isEqualTo(1);
    assertThat(bench.standing("a").isCurrent()).isTrue();
  }

  @Test
  void dbsync_anotherContent_isSentOnce() {
    startOlder();
    bench.change("second");
    bench.pass(LONG);

    bench.assertHas("a", "second");
    assertThat(pushes()).isEqualTo(2);
  }

  @Test
  void dbsync_bookLost_isSentAgain() {
    startOlder();
    bench.end();
    bench.loseWeakState();
    bench.open();
    bench.start();

    assertThat(pushes()).isEqualTo(2);
  }

  /** What the one at the old address has said is not true of the one at the new one. */
  @Test
  void dbsync_movedWhileNobodyPublished_isSentAgain() {
    startOlder();
    bench.end();
    bench.setTarget(
        new Target(PublishBench.NAME, "a", Strategy.DBSYNC, PublishBench.endpoint("b"), true));
    bench.edge("b");
    bench.open();
    assertThat(bench.standing("a").acknowledged()).isEmpty();
    bench.start();

    bench.assertHas("b", "first");
    assertThat(bench.standing("a").isCurrent()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED_SIZE", "REJECTED_OLD", "REJECTED_DISK", "REJECTED_AUTH"})
  void generation_newerThanTheOneThatWasDeclined_doesNotWait(Code code) {
    bench.addTarget("a").says(Verdict.of(code));
    bench.start();
    bench.pass(LONG);
    bench.edge("a").saysWhatItThinks();
    bench.change("second");
    bench.pass(WHILE);

    bench.assertHas("a", "second");
  }

  @Test
  void generation_newerThanWhatABusyTargetHasDeclined_waits() {
    bench.addTarget("a").says(Verdict.of(Code.REJECTED_BUSY));
    bench.start();
    bench.pass(LONG);
    int before = bench.edge("a").offers().size();
    for (int i = 0; i < 20; i++) {
      bench.change("content " + i);
      bench.pass(WHILE);
    }

    assertThat(bench.edge("a").offers()).hasSizeLessThanOrEqualTo(before + 1);
  }

  /** Once may be a mishap; what was spoilt twice is as it is. */
  @ParameterizedTest
  @EnumSource(names = {"REJECTED_HASH", "REJECTED_SCHEMA", "FAILED"})
  void file_thatWasSentAndIsNotTaken_isNotSentOverAndOver(Code code) {
    bench.addTarget("a").spoils(Verdict.of(code));
    bench.start();
    bench.pass(LONG);
    assertThat(pushes()).isEqualTo(2);
    bench.edge("a").saysWhatItThinks();
    bench.change("second");
    bench.pass(WHILE);

    bench.assertHas("a", "second");
  }

  @Test
  void file_thatWasSentAndIsNotTaken_isSentAgainWhenTargetsAreAsked() {
    bench.addTarget("a").spoils(Verdict.of(Code.FAILED));
    bench.start();
    bench.pass(LONG);
    bench.edge("a").saysWhatItThinks();
    bench.pass(WHILE.plusMinutes(1));

    bench.assertHas("a", "first");
  }
}
