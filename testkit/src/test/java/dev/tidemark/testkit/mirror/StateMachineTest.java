package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.CATCHING_UP;
import static dev.tidemark.core.mirror.MirrorState.CONNECTING;
import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.core.mirror.MirrorState.DISABLED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.core.mirror.MirrorState.SETUP;
import static dev.tidemark.core.mirror.MirrorState.SETUP_FAILED;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.MirrorEvent.MirrorStateChanged;
import dev.tidemark.core.mirror.Standing;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every transition, told once and with its reason. */
final class StateMachineTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void start_databaseThatAnswers_passesEveryStateToLive() {
    bench.replica.live(org(1));
    bench.start();

    assertThat(bench.states()).containsExactly(CONNECTING, SETUP, CATCHING_UP, LIVE);
    assertThat(bench.told.events(MirrorStateChanged.class))
        .extracting(MirrorStateChanged::from)
        .containsExactly(DISABLED, CONNECTING, SETUP, CATCHING_UP);
    assertThat(standing())
        .isEqualTo(new Standing(LIVE, Set.of(), "", bench.clock.instant(), Optional.empty()));
    bench.assertEqual();
  }

  @Test
  void start_beforeIt_nothingIsAsked() {
    List<String> steps = bench.steps();

    bench.mirrors().feedGrew();
    bench.pass(MINUTE);

    assertThat(steps).isEmpty();
    assertThat(standing().reason()).isEqualTo("no service has kept it yet");
    bench.assertState(DISABLED);
  }

  @Test
  void start_anotherLeads_isDisabledAndNothingIsAsked() {
    bench.leadership.lose();
    List<String> steps = bench.steps();

    bench.start();
    bench.pass(MINUTE);

    assertThat(steps).isEmpty();
    assertThat(standing().reason()).isEqualTo("another process leads, and keeps it");
    bench.assertState(DISABLED);
    assertThat(bench.states()).isEmpty();
  }

  @Test
  void lead_lostAndWonAgain_isDisabledMeanwhile() {
    bench.started(org(1));

    bench.leadership.lose();
    List<String> steps = bench.steps();
    bench.live(org(2));
    bench.pass(MINUTE);
    assertThat(steps).isEmpty();
    assertThat(bench.states()).containsExactly(DISABLED);
    bench.leadership.lead();

    assertThat(bench.states()).containsExactly(DISABLED, CONNECTING, SETUP, CATCHING_UP, LIVE);
    bench.assertEqual();
  }

  @Test
  void start_databaseThatIsAway_retriesWithBackoffUntilItComes() {
    List<Instant> tries = new ArrayList<>();
    bench.database.before(
        step -> {
          tries.add(bench.clock.instant());
          throw MirrorBench.gone();
        });

    bench.start();
    bench.pass(Duration.ofMinutes(20));

    assertThat(bench.states()).containsExactly(CONNECTING);
    assertThat(standing().reason()).isEqualTo("nobody answers");
    assertThat(standing().nextTry()).isPresent();
    List<Long> waits = waits(tries);
    assertThat(waits.get(0)).isBetween(500L, 1_000L);
    assertThat(waits.get(3)).isBetween(4_000L, 8_000L);
    assertThat(waits.subList(7, waits.size())).allMatch(wait -> wait >= 30_000 && wait <= 60_000);
    assertThat(Set.copyOf(waits)).as("no two of them in step").hasSize(waits.size());
    bench.database.comeBack();
    bench.pass(MINUTE);
    bench.assertState(LIVE);
  }

  @Test
  void feedGrew_whileItRests_asksNothing() {
    bench.database.goAway();
    bench.start();
    List<String> steps = bench.steps();

    bench.live(org(1));
    bench.live(org(2));

    assertThat(steps).isEmpty();
    bench.pass(Duration.ofSeconds(3));
    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void lead_wonWhileItRests_connectsAtOnce() {
    bench.database.goAway();
    bench.start();
    bench.pass(Duration.ofMinutes(10));
    bench.leadership.lose();
    bench.database.comeBack();

    bench.leadership.lead();

    bench.assertState(LIVE);
  }

  @Test
  void failure_afterItWasLive_isRetriedSoonAgain() {
    bench.database.goAway();
    bench.start();
    bench.pass(Duration.ofMinutes(10));
    bench.database.comeBack();
    bench.pass(MINUTE);
    bench.assertState(LIVE);

    bench.failOnce("write", MirrorBench.gone());
    bench.live(org(1));
    bench.assertState(CONNECTING);
    bench.pass(Duration.ofSeconds(1));

    bench.assertState(LIVE);
  }

  @Test
  void refusal_afterAllWasWell_isRetriedSoonAgain() {
    bench.started(org(1));
    bench.database.refuse(Sample.ORG, MirrorBench.key(2L));
    bench.live(org(2));
    bench.pass(Duration.ofMinutes(20));
    bench.database.refuseNone();
    bench.live(Sample.live(Sample.ORG, 2, 2));
    bench.assertState(LIVE);

    bench.database.refuse(Sample.ORG, MirrorBench.key(3L));
    bench.live(org(3));
    bench.database.refuseNone();
    bench.pass(Duration.ofSeconds(3));

    bench.assertState(LIVE);
  }

  /** When the turn has seen the end of the feed already. */
  @Test
  void feedGrew_whileATurnIsTaken_isAnotherTurnBehindIt() {
    bench.started(org(1));
    int[] commits = {0};
    bench.database.before(
        step -> {
          if (step.equals("committed") && ++commits[0] == 2) {
            bench.live(org(3));
          }
        });

    bench.live(org(2));

    bench.assertEqual();
    assertThat(bench.database.rows(Sample.ORG)).hasSize(3);
  }

  @Test
  void live_linkFails_connectsAgain() {
    bench.started(org(1));

    bench.database.goAway();
    bench.live(org(2));
    bench.assertState(CONNECTING);
    assertThat(standing().reason()).contains("write", "nobody answers");
    bench.database.comeBack();
    bench.pass(Duration.ofSeconds(1));

    assertThat(bench.states()).containsExactly(CONNECTING, SETUP, CATCHING_UP, LIVE);
    bench.assertEqual();
  }

  @Test
  void live_nothingToWrite_isProbed() {
    bench.started(org(1));

    bench.database.goAway();
    bench.pass(Duration.ofSeconds(6));

    bench.assertState(CONNECTING);
  }

  @Test
  void setup_fails_isToldAndRetriedWithoutAnyWrite() {
    List<String> steps = new ArrayList<>();
    bench.database.before(
        step -> {
          steps.add(step);
          if (step.equals("prepare")) {
            throw new MirrorSetupException("may not create tables", null);
          }
        });
    bench.start();
    bench.pass(MINUTE);

    assertThat(bench.states().subList(0, 5))
        .containsExactly(CONNECTING, SETUP, SETUP_FAILED, SETUP, SETUP_FAILED);
    assertThat(standing().reason()).isEqualTo("may not create tables");
    assertThat(Set.copyOf(steps)).containsExactlyInAnyOrder("bookmark", "prepare");
    bench.database.comeBack();
    bench.pass(MINUTE);
    bench.assertState(LIVE);
  }

  @Test
  void setupFailed_linkFails_connects() {
    bench.failOnce("prepare", new MirrorSetupException("no", null));
    bench.start();
    bench.assertState(SETUP_FAILED);

    bench.database.goAway();
    bench.pass(Duration.ofSeconds(1));

    bench.assertState(CONNECTING);
  }

  @Test
  void live_rowRefused_isDegradedUntilItIsTaken() {
    bench.started(org(1));
    bench.database.refuse(Sample.ORG, MirrorBench.key(2L));

    bench.live(org(2), org(3));
    assertThat(standing().state()).isEqualTo(DEGRADED);
    assertThat(standing().degraded()).containsExactly("org");
    assertThat(standing().reason()).isEqualTo("org: 1 rows are refused");
    bench.database.refuseNone();
    bench.pass(Duration.ofSeconds(5));

    assertThat(bench.states()).containsExactly(DEGRADED, LIVE);
    bench.assertEqual();
  }

  @Test
  void since_sameStateAgain_isKept() {
    bench.database.goAway();
    bench.start();
    Instant since = standing().since();

    bench.pass(MINUTE);

    assertThat(standing().since()).isEqualTo(since);
    assertThat(standing().nextTry().orElseThrow()).isAfter(bench.clock.instant());
  }

  private Standing standing() {
    return bench.mirror().status().standing();
  }

  private static List<Long> waits(List<Instant> tries) {
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < tries.size(); i++) {
      waits.add(Duration.between(tries.get(i - 1), tries.get(i)).toMillis());
    }
    return waits;
  }
}
