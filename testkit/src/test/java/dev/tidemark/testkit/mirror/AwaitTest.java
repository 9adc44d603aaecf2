package dev.tidemark.testkit.mirror;

import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads of what was written, from a mirror. */
final class AwaitTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final MirrorBench bench = new MirrorBench();

  @BeforeEach
  void hurry() {
    bench.open(bench.hurried(Duration.ofMillis(50)), Runnable::run, bench.told);
  }

  @Test
  void await_positionThatIsThere_returnsAtOnce() {
    bench.started(org(1));

    assertThat(bench.mirror().await(new Position(1), Duration.ZERO)).isTrue();
    assertThat(bench.scheduler.waiting()).as("its time-out is forgotten").isEqualTo(1);
  }

  @Test
  void await_positionThatComes_returnsThen() {
    bench.started(org(1));
    bench.replica.live(org(2));
    assertThat(bench.mirror().await(new Position(2), Duration.ZERO)).isFalse();

    assertThat(bench.mirror().await(new Position(2), LONG)).isTrue();
  }

  @Test
  void await_positionThatDoesNotCome_givesUpInTime() {
    bench.started(org(1));
    Instant start = bench.clock.instant();

    assertThat(bench.mirror().await(new Position(2), LONG)).isFalse();

    assertThat(Duration.between(start, bench.clock.instant()))
        .isBetween(LONG, LONG.plusMillis(100));
  }

  @Test
  void await_clockSetBack_givesUpInTime() {
    bench.started(org(1));
    bench.scheduler.after(Duration.ofSeconds(10), () -> bench.clock.advance(Duration.ofDays(-1)));
    Instant start = bench.clock.instant();

    assertThat(bench.mirror().await(new Position(2), LONG)).isFalse();

    assertThat(Duration.between(start, bench.clock.instant()).plusDays(1))
        .isBetween(LONG, LONG.plusMillis(100));
  }

  /** It is further, but along another way. */
  @Test
  void await_mirrorOfAnotherFeed_isNotThere() {
    bench.started(org(1));
    bench.live(org(2));
    bench.replica.restore(1);
    bench.replica.live(org(7));
    assertThat(bench.mirror().await(new Position(2), Duration.ZERO)).isFalse();

    assertThat(bench.mirror().await(new Position(2), LONG)).isTrue();
    bench.assertEqual();
  }

  /** It is at the end of the feed before its tables are filled. */
  @Test
  void await_mirrorThatIsBeingFilled_isNotThere() {
    bench.replica.live(org(1), Sample.word("w", ""));
    bench.failOnce("load word", MirrorBench.gone());
    bench.start();

    assertThat(bench.mirror().await(new Position(1), Duration.ZERO)).isFalse();
    assertThat(bench.mirror().await(new Position(1), LONG)).isTrue();
    bench.assertEqual();
  }

  @Test
  void await_mirrorThatWasEmptiedAndIsBeingFilled_isNotThere() {
    bench.started(org(1), Sample.word("w", ""));
    bench.database.clear();
    bench.database.before(
        step -> {
          if (step.equals("load word")) {
            throw MirrorBench.gone();
          }
        });
    bench.pass(Duration.ofSeconds(8));

    assertThat(bench.mirror().status().standing().state()).isNotEqualTo(MirrorState.LIVE);
    assertThat(bench.mirror().await(new Position(2), Duration.ZERO)).isFalse();
  }

  @Test
  void await_mirrorFilledByHand_isThere() {
    bench.replica.live(org(1));
    bench.mirror().backfill();

    assertThat(bench.mirror().await(new Position(1), Duration.ZERO)).isTrue();
  }

  @Test
  void await_databaseThatIsAway_throwsThat() {
    bench.started(org(1));
    bench.database.goAway();

    assertThatThrownBy(() -> bench.mirror().await(new Position(1), LONG))
        .isInstanceOf(MirrorUnavailableException.class);
  }

  @Test
  void await_interrupted_isCancelled() {
    bench.open(bench.scheduler, Runnable::run, bench.told);
    bench.started(org(1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> bench.mirror().await(new Position(2), LONG))
        .isInstanceOf(CancelledException.class)
        .hasMessage("wait for position 2 on mirror copy: stopped");
    assertThat(bench.scheduler.waiting()).isEqualTo(1);
  }
}
