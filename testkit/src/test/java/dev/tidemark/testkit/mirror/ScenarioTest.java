package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.CONNECTING;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorPorts;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The acceptance scenarios of what mirrors are to do, up to the ninth. */
final class ScenarioTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration INTERVAL = MirrorBench.VERIFIED.plusMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void scenario01_mirrorsDisabled_nothingIsDone() {
    Mirrors none =
        Mirrors.of(
            List.of(),
            new MirrorPorts(
                bench.schema, bench.replica, bench.replica, bench.leadership, bench.state()),
            name -> MirrorPolicy.defaults(),
            new Ambient(bench.clock, bench.scheduler, new Random(1)),
            task -> {
              throw new AssertionError("no thread is needed");
            },
            bench.told);

    none.start();
    none.feedGrew();

    assertThat(none.all()).isEmpty();
    assertThat(bench.scheduler.waiting()).isZero();
    assertThat(none.stop().toCompletableFuture()).isCompleted();
  }

  @Test
  void scenario02_unreachableAtStart_isConnecting() {
    bench.database.goAway();
    bench.start();

    bench.assertState(CONNECTING);
  }

  @Test
  void scenario03_unreachable_cyclesGoOnAndTheLagGrows() {
    bench.started(org(1));
    bench.database.goAway();

    for (int i = 2; i <= 30; i++) {
      bench.live(org(i));
    }

    bench.assertState(CONNECTING);
    assertThat(bench.mirror().status().lag().changes()).isEqualTo(29);
    assertThat(bench.mirror().status().lag().oldest())
        .contains(bench.replica.after(new Position(1), 1).get(0).at());
  }

  @Test
  void scenario04_comesBackWithoutAnyWrite_isSetUpAndLive() {
    bench.replica.live(org(1));
    bench.database.goAway();
    bench.start();
    bench.pass(MINUTE);

    bench.database.comeBack();
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void scenario05_changesDuringAnOutage_arrive() {
    bench.started(org(1), org(2), org(3), Sample.word("a", "b"));
    bench.database.goAway();
    bench.live(org(4));
    bench.live(Sample.live(Sample.ORG, 1, 2, "name", "new"));
    bench.replica.live(Sample.dead(Sample.ORG, 2, 2));
    bench.replica.vanished(Sample.WORD, key("a"));
    bench.replica.purge();

    bench.database.comeBack();
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.database.rows(Sample.ORG))
        .extracting(Row::key)
        .containsExactly(key(1L), key(3L), key(4L));
    assertThat(bench.drift()).as("the feed brought it all").isZero();
  }

  @Test
  void scenario06_lostUpdate_isRepairedByTheNextVerification() {
    bench.started(org(1), org(2));
    bench.live(Sample.live(Sample.ORG, 1, 2, "name", "A"));
    bench.database.put(org(1));
    bench.live(Sample.live(Sample.ORG, 2, 3, "name", "B"));
    assertThat(bench.database.rows(Sample.ORG).get(0)).isEqualTo(org(1));

    bench.pass(INTERVAL);

    bench.assertEqual();
    bench.assertState(LIVE);
    assertThat(bench.drift()).isEqualTo(1);
  }

  /** A statement that fails is not lost, whatever succeeds behind it. */
  @Test
  void scenario06_statementThatFails_isDrivenAgain() {
    bench.started(org(1), org(2));
    bench.failOnce("upsert org", MirrorBench.gone());

    bench.live(Sample.live(Sample.ORG, 1, 2, "name", "A"));
    bench.live(Sample.live(Sample.ORG, 2, 2, "name", "B"));
    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.drift()).isZero();
  }

  @Test
  void scenario07_updatesOfOneRow_theLastWinsAlways() {
    bench.started(org(1));
    bench.replica.live(Sample.live(Sample.ORG, 1, 2, "name", "first"));
    bench.once(
        "upsert org", () -> bench.replica.live(Sample.live(Sample.ORG, 1, 3, "name", "last")));

    bench.mirrors().feedGrew();

    bench.assertEqual();
    assertThat(bench.database.rows(Sample.ORG).get(0).value("name")).isEqualTo("last");
  }

  @Test
  void scenario07_updatesSeenTwice_changeNothing() {
    bench.started(org(1));
    Runnable before = bench.database.remember();
    bench.live(Sample.live(Sample.ORG, 1, 2), Sample.live(Sample.ORG, 2, 2));
    bench.live(Sample.dead(Sample.ORG, 2, 3));

    before.run();
    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.drift()).isZero();
  }

  /** A cycle that is rolled back is in no feed. */
  @Test
  void scenario08_cycleThatFails_isNeverShown() {
    bench.started(org(1));
    Thread.currentThread().interrupt();
    try {
      bench.replica.live(org(2));
    } catch (CancelledException rolledBack) {
      Thread.interrupted();
    }

    bench.mirrors().feedGrew();

    assertThat(bench.database.rows(Sample.ORG)).containsExactly(org(1));
  }

  @Test
  void scenario09_commitFails_isRetried() {
    bench.started(org(1));
    bench.failOnce("commit", MirrorBench.gone());

    bench.live(org(2));
    assertThat(bench.database.rows(Sample.ORG)).hasSize(1);
    bench.pass(MINUTE);

    bench.assertEqual();
    bench.assertState(LIVE);
  }

  @Test
  void scenario09_answerToACommitIsLost_changesNothing() {
    bench.started(org(1));
    bench.failOnce("committed", MirrorBench.gone());

    bench.live(org(2));
    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.drift()).isZero();
  }
}
