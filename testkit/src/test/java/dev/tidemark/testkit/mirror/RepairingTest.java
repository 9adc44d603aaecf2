package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static dev.tidemark.testkit.mirror.MirrorBench.orgs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Exactly what differs is made equal. */
final class RepairingTest {

  private static final Duration INTERVAL = MirrorBench.VERIFIED.plusMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void repair_fewRows_writesThoseAlone() {
    bench.started(orgs(50));
    bench.database.put(org(2, "edited"));
    bench.database.remove(Sample.ORG, key(4L));
    bench.database.put(org(99));
    List<String> steps = bench.steps();

    Repaired done = bench.repair(Sample.ORG).get(0);

    assertThat(List.of(done.written(), done.removed(), done.quarantined(), done.left()))
        .containsExactly(2L, 1L, 0L, 0L);
    assertThat(done.isDone()).isTrue();
    assertThat(MirrorBench.writes(steps)).containsExactly("delete org", "upsert org");
    bench.assertEqual();
    assertThat(bench.told.events(MirrorEvent.TableRepaired.class)).hasSize(1);
    assertThat(bench.repair(Sample.ORG).get(0).found().isEqual()).isTrue();
    assertThat(bench.told.events(MirrorEvent.TableRepaired.class)).hasSize(1);
  }

  @Test
  void repair_dryRun_writesNothingAndSaysWhatItWould() {
    bench.started(orgs(50));
    bench.database.put(org(2, "edited"));
    bench.database.remove(Sample.ORG, key(4L));
    bench.database.put(org(99));
    List<String> steps = bench.steps();

    Repaired would = bench.dryRun(Sample.ORG).get(0);

    assertThat(List.of(would.written(), would.removed())).containsExactly(2L, 1L);
    assertThat(steps).doesNotContain("write", "prepare", "commit");
    assertThat(bench.told.events(MirrorEvent.TableRepaired.class)).isEmpty();
    assertThat(bench.mirror().status().tables().get(0).failure()).isEmpty();
  }

  @Test
  void repair_family_removesChildrenFirstAndWritesParentsFirst() {
    bench.started(
        org(1),
        Sample.live(Sample.IX, 1, 1, "org_id", 1L),
        Sample.live(Sample.IXLAN, 1, 1, "ix_id", 1L));
    for (long id : List.of(1L, 9L)) {
      bench.database.put(Sample.live(Sample.ORG, id, 7));
      bench.database.put(Sample.live(Sample.IX, id, 7, "org_id", id));
      bench.database.put(Sample.live(Sample.IXLAN, id, 7, "ix_id", id));
    }
    List<String> steps = bench.steps();

    bench.repair(Sample.ORG, Sample.IX, Sample.IXLAN);

    assertThat(MirrorBench.writes(steps))
        .containsExactly(
            "delete ixlan", "delete ix", "delete org", "upsert org", "upsert ix", "upsert ixlan");
    bench.assertEqual();
  }

  @Test
  void repair_extraRowThatIsRemovedMeanwhile_isDone() {
    bench.started(orgs(5));
    bench.database.put(org(9));
    bench.once("write", () -> bench.database.remove(Sample.ORG, key(9L)));

    Repaired done = bench.repair(Sample.ORG).get(0);

    assertThat(done.removed()).isZero();
    assertThat(done.isDone()).isTrue();
    assertThat(bench.mirror().status().tables().get(0).failure()).isEmpty();
  }

  @Test
  void repair_manyRowsOfARange_refillsIt() {
    bench.started(orgs(200));
    LongStream.range(50, 100).forEach(id -> bench.database.remove(Sample.ORG, key(id)));
    bench.database.put(org(999));
    List<String> steps = bench.steps();

    Repaired done = bench.repair(Sample.ORG).get(0);

    assertThat(MirrorBench.writes(steps)).containsExactly("delete org", "load org");
    assertThat(done.isDone()).isTrue();
    bench.assertEqual();
  }

  @Test
  void repair_manyRowsAndABadOne_writesTheOthers() {
    bench.started(orgs(200));
    LongStream.range(50, 100).forEach(id -> bench.database.remove(Sample.ORG, key(id)));
    bench.database.refuse(Sample.ORG, key(77L));

    Repaired done = bench.repair(Sample.ORG).get(0);

    assertThat(done.quarantined()).isEqualTo(1);
    assertThat(bench.database.rows(Sample.ORG)).hasSize(199);
    assertThat(bench.mirror().quarantined()).hasSize(1);
    bench.pass(Duration.ofSeconds(1));
    bench.assertState(DEGRADED);
  }

  @Test
  void repair_rowThatCannotBeRemoved_isQuarantined() {
    bench.started(orgs(5));
    bench.database.put(org(9));
    bench.database.refuse(Sample.ORG, key(9L));

    Repaired done = bench.repair(Sample.ORG).get(0);

    assertThat(List.of(done.removed(), done.quarantined())).containsExactly(0L, 1L);
    assertThat(bench.repair(Sample.ORG).get(0).found().isEqual()).isTrue();
    bench.database.refuseNone();
    bench.pass(Duration.ofMinutes(1));
    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void repair_exactlyTheShare_isRemovedAndOneMoreIsNot() {
    bench.started(orgs(44));
    addExtra(11);
    assertThat(bench.repair(Sample.ORG).get(0).refusal()).isEmpty();
    bench.assertEqual();

    addExtra(12);
    Repaired refused = bench.repair(Sample.ORG).get(0);

    assertThat(refused.isDone()).isFalse();
    assertThat(refused.removed()).isZero();
    assertThat(refused.refusal()).startsWith("12 of 56 rows are not in the replica, more than 20");
    assertThat(bench.database.rows(Sample.ORG)).hasSize(56);
  }

  @Test
  void repair_aHandful_isRemovedHoweverFewThereAre() {
    bench.started(org(1));
    addExtra(10);

    assertThat(bench.repair(Sample.ORG).get(0).isDone()).isTrue();

    bench.assertEqual();
  }

  /** What is there to be written is written all the same, and somebody is told. */
  @Test
  void repair_refused_writesWhatIsMissingAndIsDegraded() {
    bench.started(orgs(5));
    addExtra(11);
    bench.database.remove(Sample.ORG, key(2L));

    Repaired refused = bench.repair(Sample.ORG).get(0);
    bench.pass(Duration.ofSeconds(1));

    assertThat(refused.written()).isEqualTo(1);
    bench.assertState(DEGRADED);
    assertThat(bench.mirror().status().standing().reason()).isEqualTo("org: " + refused.refusal());
  }

  @Test
  void repair_afterARefusal_isTrustedAgain() {
    bench.started(orgs(5));
    addExtra(11);
    bench.pass(INTERVAL);
    bench.assertState(DEGRADED);

    bench.mirror().repair(new RepairRequest(List.of(Sample.ORG), false, 1));
    bench.end();
    bench.open();
    List<String> steps = bench.steps();
    bench.start();

    bench.assertState(LIVE);
    assertThat(steps).as("nothing is doubted any more").doesNotContain("digest org");
  }

  @Test
  void request_shareThatIsNone_isRefused() {
    for (double share : List.of(-0.1, 1.1, Double.NaN)) {
      assertThatThrownBy(() -> new RepairRequest(List.of(), false, share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a share is from 0 to 1, not " + share);
    }
  }

  @Test
  void refusal_thatLasts_isToldOnceAndTriedEverMoreSeldom() {
    bench.started(org(1));
    bench.database.refuse(Sample.ORG, key(2L));
    bench.live(org(2));
    Instant since = bench.clock.instant();
    List<String> steps = bench.steps();

    bench.pass(Duration.ofHours(1));

    assertThat(steps).filteredOn("upsert org"::equals).hasSizeBetween(12, 24);
    assertThat(bench.told.events(MirrorEvent.RowQuarantined.class)).hasSize(1);
    assertThat(bench.mirror().quarantined().get(0).since()).isEqualTo(since);
  }

  private void addExtra(int count) {
    List<Row> extra = new ArrayList<>();
    for (long id = 1_001; id <= 1_000 + count; id++) {
      extra.add(org(id));
    }
    bench.load(Sample.ORG, extra);
  }
}
