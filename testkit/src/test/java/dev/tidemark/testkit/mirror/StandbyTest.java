package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.DISABLED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.MirrorState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that does not lead: what it says of a mirror, and what it leaves to the leader. */
final class StandbyTest {

  private final MirrorBench bench = new MirrorBench();

  @Test
  void standby_besideALeader_saysThatItDoesNotKeepItAndLeavesTheRecordAlone() {
    bench.started(MirrorBench.org(1));
    bench.leadership.loseUnheard();
    bench.open();
    bench.start();
    bench.pass(Duration.ofSeconds(60));

    assertThat(bench.stands()).isEqualTo(DISABLED);
    assertThat(recorded()).isEqualTo(LIVE);
  }

  /** As after a kill. */
  @Test
  void standing_ofALeaderThatTellsNothingAnyMore_isThatNobodyKeepsIt() {
    bench.started(MirrorBench.org(1));
    bench.leadership.loseUnheard();
    bench.open();
    bench.pass(Duration.ofMinutes(3));

    assertThat(recorded()).isEqualTo(DISABLED);
    assertThat(bench.mirror().status().standing().reason()).contains("it was live");
  }

  @Test
  void standing_ofALeaderThatStopped_isThatNobodyKeepsIt() {
    bench.started(MirrorBench.org(1));
    bench.end();

    assertThat(recorded()).isEqualTo(DISABLED);
    assertThat(bench.mirror().status().standing().reason()).contains("has stopped");
  }

  @Test
  void standby_thatNeverHadATerm_saysSo() {
    bench.leadership.neverLed();
    bench.start();
    bench.pass(Duration.ofSeconds(10));

    assertThat(bench.stands()).isEqualTo(DISABLED);
    assertThat(bench.mirror().status().standing().reason()).contains("another process leads");
    assertThat(bench.steps()).isEmpty();
  }

  @Test
  void leader_whoseMirrorDoesNotChange_tellsAgainThatItIsKept() {
    bench.started(MirrorBench.org(1));
    bench.pass(Duration.ofMinutes(30));
    bench.leadership.loseUnheard();
    bench.open();
    bench.start();
    bench.pass(Duration.ofSeconds(60));

    assertThat(recorded()).isEqualTo(LIVE);
  }

  /** What somebody sees who only looks. */
  private MirrorState recorded() {
    bench.open();
    return bench.stands();
  }
}
