package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.CATCHING_UP;
import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.core.mirror.MirrorState.SETUP;
import static dev.tidemark.core.mirror.MirrorState.SETUP_FAILED;
import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static dev.tidemark.testkit.mirror.MirrorBench.orgs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A mirror, a replica or a feed that is not what it was. */
final class PlaceLostTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration INTERVAL = MirrorBench.VERIFIED.plusMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void feed_prunedBeyondTheMirror_isVerifiedAndRepaired() {
    bench.started(orgs(5));
    bench.replica.live(Sample.live(Sample.ORG, 1, 2, "name", "new"), org(6));
    bench.replica.prune(bench.replica.latest());

    bench.pass(MINUTE);

    assertThat(bench.told.events(MirrorEvent.PlaceLost.class))
        .extracting(MirrorEvent.PlaceLost::position)
        .containsExactly(new Position(5));
    assertThat(bench.states()).containsExactly(CATCHING_UP, SETUP, CATCHING_UP, LIVE);
    bench.assertEqual();
    bench.assertState(LIVE);
  }

  /** It remembers no change there, so what was forgotten behind it is not seen in the feed. */
  @Test
  void feed_prunedBeyondAMirrorThatRemembersNothing_isVerifiedAndRepaired() {
    bench.replica.live(orgs(2));
    bench.replica.prune(bench.replica.latest());
    bench.start();
    bench.database.goAway();
    bench.live(org(3));
    bench.replica.live(org(4));
    bench.replica.prune(new Position(3));

    bench.database.comeBack();
    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.PlaceLost.class)).hasSize(1);
  }

  @Test
  void feed_prunedUpToTheMirror_isNoLoss() {
    bench.replica.live(orgs(2));
    bench.replica.prune(bench.replica.latest());
    bench.start();
    bench.live(org(3));
    bench.replica.prune(new Position(2));
    bench.live(org(4));

    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.PlaceLost.class)).isEmpty();
  }

  @Test
  void table_emptiedByTheTimeItIsDoubted_isCopied() {
    bench.started(org(1), org(2));
    bench.database.remove(Sample.ORG, key(1L));
    bench.database.remove(Sample.ORG, key(2L));
    bench.replica.live(org(3));
    bench.replica.prune(bench.replica.latest());

    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.CopyEnded.class))
        .filteredOn(event -> event.type().equals(Sample.ORG))
        .hasSize(1);
  }

  @Test
  void replica_madeAnew_isCopiedByRepair() {
    bench.started(orgs(5));

    bench.replica.rebuild(org(1, "other"), org(2), org(3), org(4), org(7));
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.PlaceLost.class)).hasSize(1);
  }

  @Test
  void replica_restoredToAnOlderState_isFollowed() {
    bench.started(org(1));
    bench.live(org(2));
    bench.live(Sample.live(Sample.ORG, 1, 2, "name", "new"));

    bench.replica.restore(1);
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.database.rows(Sample.ORG)).containsExactly(org(1));
  }

  /** It has as many changes as before, and others. */
  @Test
  void replica_restoredAndGoneOn_isFollowed() {
    bench.started(org(1));
    bench.live(org(2));
    bench.live(org(3));

    bench.replica.restore(1);
    bench.replica.live(org(8));
    bench.replica.live(org(9));
    assertThat(bench.replica.latest()).isEqualTo(new Position(3));
    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.PlaceLost.class)).hasSize(1);
  }

  @Test
  void replica_restoredWhileTablesAreCompared_isNotTrusted() {
    bench.policy.set(
        MirrorPolicy.defaults().verifyingEvery(Duration.ofDays(1000)).removingAtMost(1));
    bench.started(orgs(3));
    bench.live(org(4));
    bench.replica.prune(bench.replica.latest());
    bench.replica.live(Sample.live(Sample.ORG, 1, 2, "name", "new"), Sample.word("w", ""));
    bench.replica.prune(bench.replica.latest());
    bench.once("digest org", () -> bench.replica.restore(1));

    bench.pass(MINUTE);

    assertThat(bench.told.events(MirrorEvent.PlaceLost.class)).hasSize(2);
    assertThat(bench.states()).containsExactly(CATCHING_UP, SETUP, CATCHING_UP, LIVE);
    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void replica_restoredWhileTheMirrorVerifies_isNotTrusted() {
    bench.started(org(1), Sample.word("w", "old"));
    bench.live(Sample.live(Sample.ORG, 1, 2, "name", "new"), Sample.word("w", "new"));
    bench.once("digest word", () -> bench.replica.restore(1));

    bench.pass(INTERVAL);

    assertThat(bench.states()).containsExactly(CATCHING_UP, SETUP, CATCHING_UP, LIVE);
    bench.assertEqual();
  }

  @Test
  void replica_restoredWhileATableIsCopied_isCompared() {
    bench.replica.live(org(1));
    bench.replica.live(org(2), Sample.word("w", ""));
    bench.once("load word", () -> bench.replica.restore(1));

    bench.start();
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void mirror_restoredToAnOldCopy_catchesUpByTheFeed() {
    bench.started(org(1));
    Runnable old = bench.database.remember();
    bench.live(org(2));
    bench.live(Sample.dead(Sample.ORG, 1, 2));

    old.run();
    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.PlaceLost.class)).isEmpty();
    assertThat(bench.drift()).isZero();
  }

  @Test
  void mirror_emptied_isFilledAgain() {
    bench.started(org(1), Sample.word("w", ""));

    bench.database.clear();
    bench.pass(MINUTE);

    assertThat(bench.states()).contains(SETUP_FAILED).endsWith(LIVE);
    bench.assertEqual();
    assertThat(bench.drift()).isZero();
  }

  @Test
  void table_dropped_isMadeAndFilledByTheNextWrite() {
    bench.started(org(1), org(2), Sample.word("w", ""));
    bench.database.drop(Sample.ORG);

    bench.live(org(3));
    bench.assertState(SETUP_FAILED);
    assertThat(bench.mirror().status().standing().reason()).isEqualTo("table org is missing");
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.CopyEnded.class))
        .extracting(MirrorEvent.CopyEnded::type)
        .containsExactly(Sample.ORG);
  }

  @Test
  void table_droppedAndNothingWritten_isFoundByTheVerification() {
    bench.started(org(1), org(2));
    bench.database.drop(Sample.ORG);

    bench.pass(INTERVAL);

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void rows_editedRemovedAndAdded_areRepairedByTheVerification() {
    bench.started(orgs(20));
    bench.database.put(org(3, "edited"));
    bench.database.remove(Sample.ORG, key(4L));
    bench.database.put(org(77));
    bench.database.put(Sample.word("stray", ""));

    bench.pass(INTERVAL);

    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.drift()).isEqualTo(4);
    assertThat(bench.states()).containsExactly(DEGRADED, DEGRADED, LIVE);
  }

  @Test
  void replica_thatIsEmpty_emptiesNoMirror() {
    bench.started(orgs(20));

    bench.replica.rebuild();
    bench.pass(MINUTE);

    bench.assertState(DEGRADED);
    assertThat(bench.database.rows(Sample.ORG)).hasSize(20);
    bench.live(orgs(20));
    bench.pass(Duration.ofMinutes(11));

    bench.assertState(LIVE);
    bench.assertEqual();
  }
}
