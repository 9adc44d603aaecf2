package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.CONNECTING;
import static dev.tidemark.core.mirror.MirrorState.DEGRADED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that a database does not take, a few and very many; and other trouble with tables. */
final class RefusedRowsTest {

  private static final int MOST = 1_000;

  private final MirrorBench bench = new MirrorBench();

  @Test
  void repair_rowThatWasRefused_isTriedAgain() {
    bench.started(MirrorBench.org(1));
    bench.database.refuse(Sample.ORG, MirrorBench.key(2L));
    bench.live(MirrorBench.org(2));
    bench.assertState(DEGRADED);
    bench.end();
    bench.open();
    bench.database.refuseNone();

    bench.repair(Sample.ORG);

    assertThat(bench.mirror().quarantined()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void backfill_rowThatWasRefused_isTriedAgain() {
    bench.started(MirrorBench.org(1));
    bench.database.refuse(Sample.ORG, MirrorBench.key(2L));
    bench.live(MirrorBench.org(2));
    bench.end();
    bench.open();
    bench.database.refuseNone();

    bench.mirror().backfill();

    assertThat(bench.mirror().quarantined()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void changes_whoseTableRefusesAll_areNoMoreThanSoManyRefusalsAndHoldNobodyUp() {
    bench.started();
    refuseAll();
    bench.live(many());
    bench.live(Sample.word("other", "table"));

    bench.assertState(DEGRADED);
    assertThat(bench.mirror().status().standing().reason()).contains("more than 1000 rows");
    assertThat(bench.mirror().quarantined()).hasSizeLessThanOrEqualTo(MOST);
    assertThat(bench.database.rows(Sample.WORD)).hasSize(1);

    bench.database.refuseNone();
    bench.pass(Duration.ofMinutes(30));
    bench.assertState(LIVE);
    bench.assertEqual();
    assertThat(bench.mirror().quarantined()).isEmpty();
  }

  @Test
  void copy_whoseTableRefusesAll_failsThatTableAlone() {
    refuseAll();
    bench.replica.live(many());
    bench.replica.live(Sample.word("other", "table"));
    bench.start();

    bench.assertState(DEGRADED);
    assertThat(bench.database.rows(Sample.WORD)).hasSize(1);
    bench.database.refuseNone();
    bench.pass(Duration.ofMinutes(30));
    bench.assertState(LIVE);
    bench.assertEqual();
  }

  private void refuseAll() {
    LongStream.rangeClosed(1, 3_000)
        .forEach(id -> bench.database.refuse(Sample.ORG, MirrorBench.key(id)));
  }

  private static Row[] many() {
    return LongStream.rangeClosed(1, 3_000).mapToObj(MirrorBench::org).toArray(Row[]::new);
  }

  /** Somebody may have written there while it was away. */
  @Test
  void mirror_thatCameBack_isVerifiedSoon() {
    bench.started(MirrorBench.org(1), MirrorBench.org(2));
    bench.database.goAway();
    bench.live(MirrorBench.org(3));
    bench.pass(Duration.ofSeconds(10));
    bench.assertState(CONNECTING);
    bench.database.put(MirrorBench.org(1, "edited"));
    bench.database.comeBack();

    bench.pass(Duration.ofMinutes(2));

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void rows_thatTakeTooLongTogether_areComparedInFewer() {
    bench.started(MirrorBench.orgs(50));
    bench.database.put(MirrorBench.org(7, "edited"));
    bench.failOnce("fingerprints org", new TimedOutException("too slow", null));

    Repaired done = bench.repair(Sample.ORG).get(0);

    assertThat(done.found().different()).isEqualTo(1);
    assertThat(done.isDone()).isTrue();
  }

  /** What it may need is not forgotten for want of knowledge. */
  @Test
  void followers_mirrorThatWasFilledAndIsNotKnownToBeAnywhere_needsAllOfTheFeed() {
    bench.started(MirrorBench.org(1));
    assertThat(bench.mirrors().followers().now())
        .extracting(Follower::position)
        .containsExactly(bench.replica.latest());

    bench.forgetWeakState();

    assertThat(bench.mirrors().followers().now())
        .extracting(Follower::position)
        .containsExactly(Position.START);
  }

  @Test
  void followers_mirrorThatWasNeverFilled_isNone() {
    assertThat(bench.mirrors().followers().now()).isEmpty();
  }

  @Test
  void backfill_byHand_isKnownToTheFeed() {
    bench.replica.live(MirrorBench.org(1));
    bench.mirror().backfill();

    assertThat(bench.mirrors().followers().now())
        .extracting(Follower::position)
        .containsExactly(bench.replica.latest());
  }
}
