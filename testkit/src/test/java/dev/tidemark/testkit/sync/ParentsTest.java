package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.IXLAN;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.dead;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.sync.Bench.byKey;
import static dev.tidemark.testkit.sync.Bench.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Asking;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a cycle asks for the parents that its rows need. */
final class ParentsTest {

  private final Bench bench = new Bench(ORG, IX, IXLAN);

  @Test
  void deadParent_isFetchedByKey() {
    bench.upstream.put(dead(ORG, 5, 9), live(IX, 1, 1, "org_id", 5L));

    bench.full();

    assertThat(bench.upstream.asked())
        .containsExactly(list(ORG), list(IX), list(IXLAN), byKey(ORG, 5));
    assertThat(bench.replica.rows(ORG)).containsExactly(dead(ORG, 5, 9));
    assertThat(bench.replica.rows(IX)).hasSize(1);
  }

  @Test
  void parentFetchedOutOfBand_movesNoCursor() {
    bench.start(live(ORG, 1, 1), live(IX, 1, 1, "org_id", 1L));
    bench.upstream.put(live(IX, 2, 3, "org_id", 7L));
    // The org appears between its window and the request by key.
    Upstream changing =
        (what, into) -> {
          if (what instanceof Fetch.ByKey) {
            bench.upstream.put(live(ORG, 7, 50));
          }
          return bench.upstream.fetch(what, into);
        };

    bench.service(SyncPolicy.defaults(), changing, bench.journal).sync(Mode.INCREMENTAL);

    assertThat(bench.replica.rows(ORG)).contains(live(ORG, 7, 50));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(1));
  }

  @Test
  void grandparents_areFetchedInTurn() {
    bench.upstream.put(
        dead(ORG, 5, 1), dead(IX, 6, 1, "org_id", 5L), live(IXLAN, 7, 1, "ix_id", 6L));

    bench.full();

    assertThat(bench.upstream.asked()).endsWith(byKey(IX, 6), byKey(ORG, 5));
    assertThat(bench.replica.rows(IXLAN)).hasSize(1);
    assertThat(bench.replica.counts().get(IX).orphans()).isZero();
  }

  @Test
  void parents_areAskedForInBatches() {
    bench.upstream.put(ixOf(1, 2, 3, 4, 5));

    bench
        .service(SyncPolicy.builder().parents(new Asking(2, 20, Duration.ofMinutes(5))).build())
        .sync(Mode.FULL);

    assertThat(bench.upstream.asked()).endsWith(byKey(ORG, 1, 2), byKey(ORG, 3, 4), byKey(ORG, 5));
  }

  @Test
  void requests_areBounded_andTheRestIsParkedAndTold() {
    bench.upstream.put(ixOf(1, 2, 3, 4));
    bench.upstream.put(dead(ORG, 1, 1), dead(ORG, 2, 1), dead(ORG, 3, 1), dead(ORG, 4, 1));

    bench
        .service(SyncPolicy.builder().parents(new Asking(1, 3, Duration.ofMinutes(5))).build())
        .sync(Mode.FULL);

    assertThat(bench.upstream.asked())
        .endsWith(list(IXLAN), byKey(ORG, 1), byKey(ORG, 2), byKey(ORG, 3));
    assertThat(bench.replica.rows(IX)).hasSize(3);
    assertThat(bench.replica.counts().get(IX).orphans()).isEqualTo(1);
    assertThat(bench.listener.events(SyncEvent.ParentsGivenUp.class))
        .containsExactly(new SyncEvent.ParentsGivenUp(ORG, 1));
  }

  @Test
  void parentsGivenUp_areAskedForInTheNextIncremental() {
    bench.upstream.put(dead(ORG, 1, 1), dead(ORG, 2, 1), live(ORG, 3, 4));
    bench.upstream.put(ixOf(1, 2));
    bench.upstream.put(live(IX, 3, 4, "org_id", 3L));
    SyncReplica oneAtATime =
        bench.service(
            SyncPolicy.builder().parents(new Asking(1, 1, Duration.ofMinutes(5))).build());
    oneAtATime.sync(Mode.FULL);
    assertThat(bench.replica.counts().get(IX).orphans()).isEqualTo(1);

    oneAtATime.sync(Mode.INCREMENTAL);

    assertThat(bench.upstream.asked()).endsWith(byKey(ORG, 2));
    assertThat(bench.replica.held().orphans(10)).isEmpty();
    assertThat(bench.replica.rows(IX)).hasSize(3);
  }

  @Test
  void noRequestsAllowed_asksForNoneAndTellsNothing() {
    bench.upstream.put(ixOf(1));

    bench
        .service(SyncPolicy.builder().parents(new Asking(1, 0, Duration.ofMinutes(5))).build())
        .sync(Mode.FULL);

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), list(IX), list(IXLAN));
    assertThat(bench.replica.counts().get(IX).orphans()).isEqualTo(1);
    assertThat(bench.listener.events(SyncEvent.ParentsGivenUp.class)).isEmpty();
  }

  @Test
  void time_isBounded() {
    bench.upstream.put(ixOf(1, 2, 3));
    Upstream slow =
        (what, into) -> {
          bench.clock.advance(Duration.ofMinutes(2));
          return bench.upstream.fetch(what, into);
        };

    bench
        .service(
            SyncPolicy.builder().parents(new Asking(1, 20, Duration.ofMinutes(4))).build(),
            slow,
            bench.journal)
        .sync(Mode.FULL);

    assertThat(bench.upstream.asked()).endsWith(list(IXLAN), byKey(ORG, 1), byKey(ORG, 2));
    assertThat(bench.listener.events(SyncEvent.ParentsGivenUp.class)).hasSize(1);
  }

  @Test
  void unanswered_isNotAskedForAgainInIncrementalsButInFulls() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(live(IX, 1, 2, "org_id", 404L));

    bench.incremental();
    assertThat(bench.upstream.asked()).endsWith(byKey(ORG, 404));
    bench.incremental();
    assertThat(bench.upstream.asked()).doesNotContain(byKey(ORG, 404));
    bench.full();

    assertThat(bench.upstream.asked()).endsWith(byKey(ORG, 404));
    assertThat(bench.replica.counts().get(IX).orphans()).isEqualTo(1);
  }

  @Test
  void orphan_isReleasedWhenItsParentAppears() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(live(IX, 1, 2, "org_id", 9L));
    bench.incremental();

    bench.upstream.put(live(ORG, 9, 3));

    bench.incremental();

    assertThat(bench.replica.rows(IX)).hasSize(1);
    assertThat(bench.replica.held().orphans(10)).isEmpty();
  }

  /** Else a parent that upstream chokes on would end every cycle from then on. */
  @Test
  void fetchOfParents_fails_parksTheChildAndAsksAgainNextTime() {
    bench.upstream.put(ixOf(1));
    bench.upstream.put(live(IXLAN, 1, 1, "ix_id", 2L), dead(IX, 2, 1, "org_id", 2L));
    UpstreamUnavailableException failure = new UpstreamUnavailableException("500");
    bench.upstream.fail(what -> what instanceof Fetch.ByKey && what.type().equals(ORG), failure);

    bench.full();

    assertThat(bench.upstream.asked()).endsWith(byKey(ORG, 1), byKey(IX, 2));
    assertThat(bench.replica.held().orphans(10)).hasSize(3);
    assertThat(bench.listener.events(SyncEvent.KeysLeftOut.class))
        .containsExactly(new SyncEvent.KeysLeftOut(ORG, failure));
    assertThat(bench.listener.events(SyncEvent.ParentsGivenUp.class))
        .containsExactly(new SyncEvent.ParentsGivenUp(ORG, 2));

    bench.upstream.recover();
    bench.upstream.put(dead(ORG, 1, 1), dead(ORG, 2, 1));
    bench.incremental();
    assertThat(bench.replica.held().orphans(10)).isEmpty();
  }

  @Test
  void fetchOfParents_rateLimited_endsTheCycle() {
    bench.upstream.put(ixOf(1));
    RateLimitedException limited = new RateLimitedException("later", day(101));
    bench.upstream.fail(what -> what instanceof Fetch.ByKey, limited);

    assertThatThrownBy(bench::full).isSameAs(limited);

    assertThat(bench.replica.held().orphans(10)).isEmpty();
  }

  private static Row[] ixOf(long... orgs) {
    List<Row> rows = LongStream.of(orgs).mapToObj(org -> live(IX, org, 1, "org_id", org)).toList();
    return rows.toArray(Row[]::new);
  }
}
