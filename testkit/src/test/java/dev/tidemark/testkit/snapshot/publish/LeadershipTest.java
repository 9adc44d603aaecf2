package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.snapshot.SnapshotEvent.BuildEnded;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only who leads publishes. */
final class LeadershipTest {

  private static final Duration LONG = Duration.ofMinutes(20);

  private final PublishBench bench = new PublishBench();

  @Test
  void standby_buildsAndPushesNothing() {
    bench.leadership.set(false);
    bench.started("a");
    bench.change("second");
    bench.pass(LONG);

    assertThat(bench.told.events()).isEmpty();
    assertThat(bench.edge("a").offers()).isEmpty();
  }

  @Test
  void standby_thatLeads_publishesAtOnce() {
    bench.leadership.set(false);
    bench.started("a");

    bench.leadership.set(true);
    bench.pass(Duration.ZERO);

    bench.assertHas("a", "first");
  }

  @Test
  void leader_thatDoesNotLeadAnyMore_publishesNothing() {
    bench.started("a");
    bench.leadership.set(false);
    bench.change("second");
    bench.addTarget("b");
    bench.pass(LONG);

    bench.assertHas("a", "first");
    assertThat(bench.edge("b").offers()).isEmpty();
  }

  /** It may have missed what another one did. */
  @Test
  void leader_again_buildsAndGreets() {
    bench.started("a");
    bench.leadership.set(false);
    bench.pass(Duration.ofMinutes(1));
    bench.leadership.set(true);
    bench.pass(Duration.ZERO);

    assertThat(bench.told.events(BuildEnded.class)).hasSize(2);
    assertThat(bench.edge("a").offers()).hasSize(2);
  }

  /** What it had is of old; it would be refused, and the target left alone for a while. */
  @Test
  void leader_again_offersNothingOfBefore() {
    bench.started("a");
    bench.leadership.set(false);
    bench.change("second");
    bench.leadership.set(true);
    bench.pass(Duration.ZERO);

    assertThat(bench.edge("a").offers()).hasSize(2);
    bench.assertHas("a", "second");
  }

  @Test
  void leadershipLostDuringTheBuild_nothingIsPushed() {
    bench.started("a");
    bench.disk.before(
        step -> {
          if (step.equals("committed public")) {
            bench.leadership.set(false);
          }
        });
    bench.change("second");
    bench.pass(LONG);

    assertThat(bench.edge("a").offers()).hasSize(1);
  }

  @Test
  void another_thatTakesOver_beginsAnEpoch() {
    bench.started("a");
    SnapshotVersion last = bench.newest();
    bench.leadership.set(false);
    bench.open();
    bench.change("second");
    bench.start();

    bench.assertHas("a", "second");
    assertThat(bench.newest().epoch()).isGreaterThan(last.epoch());
  }

  @Test
  void publishOnce_whereAnotherLeads_isRefused() {
    bench.leadership.set(false);

    assertThatThrownBy(() -> bench.publisher().publishOnce("public"))
        .isInstanceOf(FencedException.class)
        .hasMessage(
            "publish snapshot public: this process does not lead; the one that does publishes");
  }

  /** Nobody is told of it yet, so nobody can interrupt it. */
  @Test
  void publishOnce_leadershipLostBeforeTheBuild_buildsNothing() {
    bench.provider.set(
        () -> {
          bench.leadership.set(false);
          return List.of(PublishBench.target("a"));
        });
    bench.open();

    assertThatThrownBy(() -> bench.publisher().publishOnce("public"))
        .isInstanceOf(CancelledException.class)
        .hasMessage("publish snapshot public: this process does not lead");
    assertThat(bench.told.events()).isEmpty();
  }

  @Test
  void publishOnce_leadershipLostDuringTheBuild_pushesNothing() {
    bench.addTarget("a");
    bench.disk.before(
        step -> {
          if (step.equals("committed public")) {
            bench.leadership.set(false);
          }
        });

    assertThatThrownBy(() -> bench.publisher().publishOnce("public"))
        .isInstanceOf(CancelledException.class)
        .hasMessageEndingWith(": this process does not lead");
    assertThat(bench.edge("a").offers()).isEmpty();
  }

  @Test
  void stop_whileTheTargetsAreRead_nobodyIsPushedTo() {
    bench.edge("a");
    bench.provider.set(
        () -> {
          bench.publisher().stop();
          return List.of(PublishBench.target("a"));
        });
    bench.open();
    bench.start();

    assertThat(bench.edge("a").offers()).isEmpty();
    assertThat(bench.scheduler.waiting()).as("nothing is done later").isZero();
  }
}
