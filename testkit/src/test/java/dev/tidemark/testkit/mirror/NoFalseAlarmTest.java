package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static dev.tidemark.testkit.mirror.MirrorBench.orgs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What moves, is refused or is forgotten meanwhile is no difference. */
final class NoFalseAlarmTest {

  private final MirrorBench bench = new MirrorBench();

  @Test
  void verify_mirrorThatIsBehind_isEqual() {
    bench.started(orgs(5));
    bench.replica.live(org(6), Sample.live(Sample.ORG, 1, 2, "name", "new"));
    bench.replica.live(Sample.dead(Sample.ORG, 2, 3));

    assertThat(verify().isEqual()).isTrue();
  }

  @Test
  void verify_replicaThatMovesMeanwhile_isEqual() {
    bench.started(orgs(5));
    for (String step : List.of("digest org", "bookmark", "fingerprints org")) {
      bench.database.comeBack();
      bench.replica.live(Sample.live(Sample.ORG, 1, bench.replica.cycles() + 2));
      bench.once(
          step,
          () -> {
            bench.live(Sample.live(Sample.ORG, 2, bench.replica.cycles() + 2));
            bench.replica.live(Sample.live(Sample.ORG, 3, bench.replica.cycles() + 2));
          });

      assertThat(verify().drift()).as(step).isZero();
    }
  }

  /** What explains a difference is gone; so it is looked at once more. */
  @Test
  void verify_mirrorThatMovesAndFeedThatIsPrunedMeanwhile_isEqual() {
    bench.started(orgs(5));
    bench.replica.live(Sample.live(Sample.ORG, 1, 2, "name", "new"));
    bench.replica.beforeRead(
        1,
        () -> {
          bench.live(Sample.live(Sample.ORG, 2, 2, "name", "new"));
          bench.replica.prune(bench.replica.latest());
        });
    bench.replica.live(Sample.word("w", ""));

    assertThat(verify().drift()).isZero();
  }

  @Test
  void verify_feedThatIsPrunedBeyondTheMirror_isBelieved() {
    bench.started(orgs(5));
    bench.replica.live(Sample.live(Sample.ORG, 1, 2, "name", "new"));
    bench.replica.prune(new Position(6));

    assertThat(verify().drift()).isEqualTo(1);
  }

  @Test
  void verify_anotherTypeChangedUnderThatKey_explainsNothing() {
    bench.started(orgs(3));
    bench.database.put(org(2, "edited"));
    bench.replica.live(Sample.live(Sample.IX, 2, 1, "org_id", 1L));

    assertThat(verify().drift()).isEqualTo(1);
  }

  @Test
  void verify_rowThatIsRefused_isNoDrift() {
    bench.started(orgs(3));
    bench.database.refuse(Sample.ORG, key(4L));
    bench.live(org(4), org(5));

    Comparison found = verify();

    assertThat(found.isEqual()).isTrue();
    assertThat(found.quarantined()).isEqualTo(1);
    bench.assertState(DEGRADED);
  }

  @Test
  void verify_rowThatIsRefusedMeanwhile_isNoDrift() {
    bench.started(orgs(3));
    bench.database.refuse(Sample.ORG, key(4L));
    bench.once("digest org", () -> bench.live(org(4), org(5)));

    Comparison found = verify();

    assertThat(found.drift()).isZero();
    assertThat(found.quarantined()).isEqualTo(1);
  }

  /** By a repair that somebody else makes: no change of the feed tells of it. */
  @Test
  void verify_rowThatIsRefusedToAnotherMeanwhile_isNoDrift() {
    bench.started(orgs(3));
    bench.database.remove(Sample.ORG, key(2L));
    bench.database.refuse(Sample.ORG, key(2L));
    bench.once("fingerprints org", () -> bench.repair(Sample.ORG));

    Comparison found = verify();

    assertThat(found.drift()).isZero();
    assertThat(found.quarantined()).isEqualTo(1);
  }

  @Test
  void verify_rowThatIsTakenMeanwhile_isNoDrift() {
    bench.started(orgs(3));
    bench.database.refuse(Sample.ORG, key(4L));
    bench.live(org(4), org(5));
    bench.database.refuseNone();
    bench.replica.beforeRead(1, () -> bench.pass(Duration.ofSeconds(2)));

    Comparison found = verify();
    assertThat(found.drift()).isZero();
    assertThat(bench.told.events(MirrorEvent.RowReleased.class)).hasSize(1);
  }

  /** A mirror that is verified is no older for that. */
  @Test
  void verification_ofALargeTable_followsMeanwhile() {
    bench.started(orgs(4_500));
    List<Integer> seen = new ArrayList<>();
    bench.database.before(
        step -> {
          if (step.equals("digest org")) {
            seen.add(bench.database.rows(Sample.WORD).size());
            bench.replica.live(Sample.word("w" + seen.size(), ""));
          }
        });

    bench.pass(MirrorBench.VERIFIED.plusSeconds(1));

    assertThat(seen.subList(0, 2)).containsExactly(0, 1);
    assertThat(bench.drift()).isZero();
  }

  private Comparison verify() {
    return bench.mirror().verify(List.of(Sample.ORG)).get(0);
  }
}
