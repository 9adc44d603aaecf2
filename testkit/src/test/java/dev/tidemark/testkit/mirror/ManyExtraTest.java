package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More extra rows than are remembered at once. */
@Tag("proof")
final class ManyExtraTest {

  private final MirrorBench bench = new MirrorBench();

  /** They are found by the next comparison; memory does not grow with them. */
  @Test
  void repair_moreThanIsRemembered_saysSoAndGoesOn() {
    bench.started(org(1));
    addManyExtra();
    RepairRequest all = new RepairRequest(List.of(Sample.ORG), false, 1);

    Repaired first = bench.mirror().repair(all).get(0);
    assertThat(first.removed()).isEqualTo(100_000);
    assertThat(first.left()).isEqualTo(30);
    assertThat(first.isDone()).isFalse();
    assertThat(bench.mirror().status().tables().get(0).failure()).isPresent();
    Repaired second = bench.mirror().repair(all).get(0);

    assertThat(second.removed()).isEqualTo(30);
    assertThat(second.isDone()).isTrue();
    bench.assertEqual();
  }

  @Test
  void verification_moreThanIsRemembered_isRepairedToTheEnd() {
    bench.policy.set(MirrorPolicy.defaults().removingAtMost(1));
    bench.started(org(1));
    bench.pass(MirrorBench.VERIFIED.minusMinutes(1));
    addManyExtra();

    bench.pass(Duration.ofMinutes(2));

    bench.assertEqual();
    assertThat(bench.states()).containsExactly(DEGRADED, LIVE);
  }

  /** However many there are, it is refused once, and comes to an end. */
  @Test
  void verification_moreThanIsRememberedAndThanMayGo_isRefused() {
    bench.started(org(1));
    bench.pass(MirrorBench.VERIFIED.minusMinutes(1));
    addManyExtra();

    bench.pass(Duration.ofMinutes(2));

    bench.assertState(DEGRADED);
    assertThat(bench.mirror().status().standing().reason()).contains("are not in the replica");
    assertThat(bench.database.rows(Sample.ORG)).hasSize(100_031);
  }

  private void addManyExtra() {
    List<Row> extra = new ArrayList<>();
    for (long id = 1_001; id <= 101_030; id++) {
      extra.add(org(id));
    }
    bench.load(Sample.ORG, extra);
  }
}
