package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.dead;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.sync.Bench.list;
import static dev.tidemark.testkit.sync.Bench.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A full cycle that takes several attempts, and goes on where the last one was stopped. */
final class ResumeTest {

  private final Bench bench = new Bench(ORG, IX);

  @Test
  void full_rateLimitedAtTheSecondList_isNotAskedForTheFirstAgain() {
    bench.upstream.put(live(ORG, 1, 1), live(IX, 1, 2, "org_id", 1L));
    RateLimitedException limited = limitedFor(Duration.ofMinutes(54));
    bench.upstream.fail(what -> what.type().equals(IX), limited);
    assertThatThrownBy(bench::full).isSameAs(limited);
    assertThat(bench.replica.rows(ORG)).as("not before all of it is there").isEmpty();
    bench.upstream.recover();
    bench.upstream.asked();
    bench.clock.set(limited.notBefore());
    bench.upstream.put(live(ORG, 2, 3), dead(ORG, 1, 4));

    bench.incremental();

    assertThat(bench.upstream.asked()).containsExactly(list(IX), since(ORG, day(1)));
    assertThat(bench.replica.rows(ORG)).containsExactly(dead(ORG, 1, 4), live(ORG, 2, 3));
    assertThat(bench.replica.rows(IX)).hasSize(1);
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(4));
    assertThat(bench.listener.events(SyncEvent.Resumed.class))
        .extracting(SyncEvent.Resumed::type)
        .containsExactly(ORG);
  }

  @Test
  void full_budgetSmallerThanItsRequests_isSpreadOverTheHours() {
    bench.upstream.put(live(ORG, 1, 1), live(IX, 1, 2, "org_id", 1L));
    bench.upstream.cache(ORG, day(1));
    bench.upstream.cache(IX, day(2));
    SyncReplica thrifty = bench.service(SyncPolicy.builder().requestsPerHour(2).build());

    assertThatThrownBy(() -> thrifty.sync(Mode.FULL)).isInstanceOf(BudgetSpentException.class);
    assertThat(bench.replica.rows(ORG)).isEmpty();
    bench.clock.advance(Duration.ofHours(1));
    thrifty.sync(Mode.INCREMENTAL);

    assertThat(bench.upstream.asked())
        .containsExactly(list(ORG), list(IX), since(ORG, day(1)), since(IX, day(2)));
    assertThat(bench.replica.rows(IX)).hasSize(1);
  }

  @Test
  void full_workOfMoreThanADayAgo_isBegunAnew() {
    stopAtIx();
    bench.clock.advance(Duration.ofHours(25));

    bench.incremental();

    assertThat(bench.upstream.asked()).startsWith(list(ORG), list(IX));
  }

  @Test
  void full_oldRowsThatWereKept_doNotReplaceNewerOnes() {
    bench.start(live(ORG, 1, 1), live(IX, 1, 1, "org_id", 1L));
    bench.upstream.put(live(ORG, 1, 3));
    bench.upstream.fail(what -> what.type().equals(IX), limitedFor(Duration.ofMinutes(1)));
    assertThatThrownBy(bench::full).isInstanceOf(RateLimitedException.class);
    bench.upstream.recover();
    bench.clock.advance(Duration.ofMinutes(1));
    bench.upstream.put(live(ORG, 1, 7, "notes", "newer"));
    bench.incremental();
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 7, "notes", "newer"));
    bench.upstream.fail(what -> what.equals(since(ORG, day(3))), limitedFor(Duration.ofDays(1)));

    assertThatThrownBy(bench::full).isInstanceOf(RateLimitedException.class);

    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 7, "notes", "newer"));
  }

  @Test
  void history_firstFullCycle_readsEveryTombstoneThereIs() {
    bench.upstream.put(dead(ORG, 1, 1), live(ORG, 2, 2));
    SyncPolicy curious = SyncPolicy.builder().history(true).build();

    bench.service(curious).sync(Mode.FULL);

    assertThat(bench.upstream.asked())
        .containsExactly(list(ORG), since(ORG, Instant.EPOCH), list(IX), since(IX, Instant.EPOCH));
    assertThat(bench.replica.rows(ORG)).containsExactly(dead(ORG, 1, 1), live(ORG, 2, 2));

    bench.service(curious).sync(Mode.FULL);
    assertThat(bench.upstream.asked()).as("once").doesNotContain(since(ORG, Instant.EPOCH));
  }

  @Test
  void history_stoppedInTheMiddle_goesOnBehindIt() {
    bench.upstream.put(dead(ORG, 1, 1), live(ORG, 2, 2));
    SyncReplica slow = bench.service(SyncPolicy.builder().history(true).requestsPerHour(2).build());

    assertThatThrownBy(() -> slow.sync(Mode.FULL)).isInstanceOf(BudgetSpentException.class);
    bench.clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> slow.sync(Mode.FULL)).isInstanceOf(BudgetSpentException.class);
    bench.clock.advance(Duration.ofHours(1));
    slow.sync(Mode.FULL);

    assertThat(bench.upstream.asked())
        .containsExactly(
            list(ORG),
            since(ORG, Instant.EPOCH),
            list(IX),
            since(IX, Instant.EPOCH),
            since(ORG, day(2)));
    assertThat(bench.replica.rows(ORG)).containsExactly(dead(ORG, 1, 1), live(ORG, 2, 2));
  }

  private void stopAtIx() {
    bench.upstream.put(live(ORG, 1, 1));
    bench.upstream.fail(what -> what.type().equals(IX), limitedFor(Duration.ofMinutes(1)));
    assertThatThrownBy(bench::full).isInstanceOf(RateLimitedException.class);
    bench.upstream.recover();
    bench.upstream.asked();
  }

  private RateLimitedException limitedFor(Duration wait) {
    return new RateLimitedException("later", bench.clock.instant().plus(wait));
  }
}
