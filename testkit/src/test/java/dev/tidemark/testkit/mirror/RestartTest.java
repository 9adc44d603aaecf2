package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static dev.tidemark.testkit.mirror.MirrorBench.orgs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Backfilled;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mirror that another process kept before. */
final class RestartTest {

  private static final Duration INTERVAL = MirrorBench.VERIFIED.plusMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void backfill_byHand_followsToTheEnd() {
    bench.started(org(1), Sample.word("w", "old"));
    bench.replica.live(Sample.word("w", "new"));
    bench.replica.live(Sample.word("w", "newer"));

    Backfilled done = bench.mirror().backfill();

    assertThat(done.followed()).isEqualTo(2);
    assertThat(done.position()).isEqualTo(new Position(4));
    assertThat(done.rows()).isZero();
    bench.assertEqual();
  }

  @Test
  void backfill_byHandAndItsPlaceIsLostMeanwhile_beginsAgain() {
    bench.replica.live(org(1), Sample.word("w", "old"));
    bench.mirror().backfill();
    bench.replica.live(org(2), Sample.word("w", "new"));
    bench.mirror().backfill();
    bench.replica.live(org(3), Sample.word("v", ""));
    bench.replica.prune(bench.replica.latest());
    bench.once("digest word", () -> bench.replica.restore(1));

    bench.mirror().backfill();

    bench.assertEqual();
    assertThat(bench.mirror().status().tables()).allMatch(table -> table.failure().isEmpty());
  }

  @Test
  void restart_allInSync_movesNoRowAndComparesNothing() {
    bench.started(org(1), Sample.word("w", ""), Sample.port(1, "a", "b", 1));
    bench.end();
    bench.open();
    List<String> steps = bench.steps();

    bench.start();

    bench.assertState(LIVE);
    assertThat(steps)
        .noneMatch(step -> step.matches("(upsert|load|delete|digest|fingerprints) .*"));
  }

  /** Seen at a glance, before anybody is told that it is live. */
  @Test
  void restart_rowsLost_isRepairedBeforeItIsLive() {
    bench.started(orgs(5));
    bench.end();
    bench.database.remove(Sample.ORG, key(2L));
    bench.open();

    bench.start();

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  /** A count and a newest version that are equal are no proof: the next verification finds it. */
  @Test
  void restart_editThatKeepsCountAndNewest_isFoundByTheVerification() {
    bench.started(orgs(5));
    bench.end();
    bench.database.put(org(2, "edited"));
    bench.open();
    bench.start();
    assertThat(bench.drift()).isZero();

    bench.pass(INTERVAL);

    bench.assertEqual();
  }

  @Test
  void change_ofATypeThatIsNoMore_isPassedOver() {
    bench.replica.live(org(1), Sample.word("w", ""));
    bench.open(Schema.of("less", Sample.ORG));
    bench.start();
    bench.live(org(2), Sample.word("v", ""));

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void schema_grew_newTableIsFilled() {
    bench.replica.live(org(1), Sample.word("w", ""));
    bench.open(Schema.of("less", Sample.ORG));
    bench.start();
    bench.end();
    bench.open(bench.schema);
    bench.start();

    bench.assertState(LIVE);
    bench.assertEqual();
  }
}
