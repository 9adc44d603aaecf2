package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static dev.tidemark.testkit.mirror.MirrorBench.orgs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.Difference;
import dev.tidemark.core.mirror.Difference.Kind;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What differs is found, and nothing else is said to. */
final class ComparingTest {

  private final MirrorBench bench = new MirrorBench();

  @Test
  void verify_equal_saysWhatTheReplicaIs() {
    bench.started(orgs(3));
    List<String> steps = bench.steps();

    Comparison found = verify();

    RowDigest digest = RowDigest.of(Sample.ORG);
    Digest sum = Digest.EMPTY;
    for (Row row : orgs(3)) {
      sum = sum.plus(digest.hash(row));
    }
    assertThat(found).isEqualTo(new Comparison(Sample.ORG, sum, 0, 0, 0, 0, List.of()));
    assertThat(steps).containsExactly("digest org");
    assertThat(bench.mirror().status().tables().get(0).verified().orElseThrow())
        .extracting(verified -> verified.rows(), verified -> verified.digest())
        .containsExactly(3L, sum.text());
  }

  @Test
  void verify_everyKindOfDifference_isListedInKeyOrder() {
    bench.started(orgs(6));
    bench.database.put(org(2, "edited"));
    bench.database.remove(Sample.ORG, key(4L));
    bench.database.put(org(9));
    List<String> steps = bench.steps();

    Comparison found = verify();

    assertThat(found.differences())
        .extracting(Difference::key, Difference::kind)
        .containsExactly(
            tuple(key(2L), Kind.DIFFERENT),
            tuple(key(4L), Kind.MISSING),
            tuple(key(9L), Kind.EXTRA));
    assertThat(found.drift()).isEqualTo(3);
    assertThat(steps).containsExactly("digest org", "bookmark", "fingerprints org");
    assertThat(bench.mirror().status().tables().get(0).failure().orElseThrow().message())
        .isEqualTo("3 rows differ: 1 missing, 1 extra, 1 different");
  }

  /** It is repaired by who keeps the mirror, even if its count and newest version are right. */
  @Test
  void verify_byHandAndDifferent_isRepairedSoon() {
    bench.started(orgs(6));
    bench.database.put(org(2, "edited"));
    verify();

    bench.pass(Duration.ofSeconds(1));
    bench.assertState(DEGRADED);
    bench.pass(Duration.ofSeconds(2));

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void verify_largeTable_descendsIntoWhatDiffersAlone() {
    bench.started(orgs(4_500));
    bench.database.put(org(4_100, "edited"));
    List<String> steps = bench.steps();

    Comparison found = verify();

    assertThat(found.differences()).extracting(Difference::key).containsExactly(key(4_100L));
    assertThat(found.replica().count()).isEqualTo(4_500);
    assertThat(steps).filteredOn("fingerprints org"::equals).hasSize(1);
    assertThat(steps).filteredOn("digest org"::equals).hasSizeLessThan(12);
  }

  @Test
  void verify_digestsThatTakeTooLong_areTakenOfSmallerRanges() {
    bench.started(orgs(3_000));
    bench.database.remove(Sample.ORG, key(7L));
    int[] digests = {0};
    bench.database.before(
        step -> {
          if (step.equals("digest org") && digests[0]++ < 3) {
            throw new TimedOutException("too long", new Exception());
          }
        });

    Comparison found = verify();

    assertThat(found.drift()).isEqualTo(1);
    assertThat(found.replica().count()).isEqualTo(3_000);
  }

  @Test
  void verify_digestsThatAlwaysTakeTooLong_comparesRowByRow() {
    bench.started(orgs(1_200));
    bench.database.put(org(1_100, "edited"));
    bench.database.before(
        step -> {
          if (step.startsWith("digest ")) {
            throw new TimedOutException("too long", new Exception());
          }
        });

    assertThat(verify().differences()).extracting(Difference::key).containsExactly(key(1_100L));
  }

  /** Counting the rows of a large table is no reason to give a mirror up. */
  @Test
  void start_countsThatTakeTooLong_isLive() {
    bench.replica.live(org(1));
    bench.database.before(
        step -> {
          if (step.startsWith("hint ")) {
            throw new TimedOutException("too long", new Exception());
          }
        });

    bench.start();

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void verify_farMoreExtraRowsThanOthers_areAllCounted() {
    bench.started(orgs(5));
    bench.live(org(9_000));
    List<Row> extra = new ArrayList<>();
    for (long id = 100; id < 3_600; id++) {
      extra.add(org(id));
    }
    bench.load(Sample.ORG, extra);

    Comparison found = verify();

    assertThat(found.extra()).isEqualTo(3_500);
    assertThat(found.drift()).isEqualTo(3_500);
    assertThat(found.differences()).hasSize(Comparison.LISTED);
  }

  @Test
  void verify_writesNothing() {
    bench.started(orgs(30));
    bench.database.put(org(2, "edited"));
    bench.database.remove(Sample.ORG, key(4L));
    List<String> steps = bench.steps();

    bench.mirror().verify(bench.schema.types());

    assertThat(steps).doesNotContain("write", "prepare", "commit");
  }

  @Test
  void verify_busyDatabase_waitsAndFollowsMeanwhile() {
    MirrorPolicy usual = MirrorPolicy.defaults();
    bench.policy.set(
        new MirrorPolicy(
            MirrorBench.VERIFIED,
            0.2,
            Duration.ofSeconds(3),
            usual.firstRetry(),
            usual.lastRetry(),
            usual.batch()));
    bench.open(bench.hurried(Duration.ofSeconds(1)), Runnable::run, Listener.NONE);
    bench.started(orgs(3));
    bench.database.setBusy(true);
    Instant start = bench.clock.instant();

    assertThat(verify().isEqual()).isTrue();

    assertThat(Duration.between(start, bench.clock.instant())).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void verify_databaseThatIsAway_throwsThat() {
    bench.started(org(1));
    bench.database.goAway();

    assertThatThrownBy(this::verify)
        .isInstanceOf(MirrorUnavailableException.class)
        .hasMessageContaining("digest org");
  }

  private Comparison verify() {
    return bench.mirror().verify(List.of(Sample.ORG)).get(0);
  }
}
