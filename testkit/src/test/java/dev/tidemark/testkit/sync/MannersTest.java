package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the upstream is asked, and when it is left alone. */
final class MannersTest {

  private final Bench bench = new Bench(ORG, IX);

  @Test
  void sync_beforeTheTimeThatUpstreamSaid_asksNothingAndIsNotJournalled() {
    bench.start(live(ORG, 1, 1));
    Instant until = day(100).plus(Duration.ofMinutes(54));
    bench.upstream.fail(what -> true, new RateLimitedException("later", until));
    assertThatThrownBy(bench::incremental).hasMessage("later");
    bench.upstream.recover();
    bench.upstream.asked();
    bench.clock.set(until.minusMillis(1));

    assertThatThrownBy(bench::incremental)
        .hasMessageContaining("sync bench: no request may be sent before " + until)
        .asInstanceOf(type(RateLimitedException.class))
        .satisfies(refused -> assertThat(refused.notBefore()).isEqualTo(until));

    assertThat(bench.upstream.asked()).isEmpty();
    assertThat(bench.lastRun().cycle()).isEqualTo(2);

    bench.clock.set(until);
    assertThat(bench.incremental().cycle()).isEqualTo(3);
  }

  @Test
  void sync_notBeforeWrittenUnderAClockFarAhead_isNotBelieved() {
    bench.ledger.leaveAloneUntil(bench.clock.instant().plus(Duration.ofDays(365)));
    bench.upstream.put(live(ORG, 1, 1));

    assertThat(bench.full().cycle()).isEqualTo(1);
  }

  /** It would stop everything for eight days, once they are all that is left of it. */
  @Test
  void sync_notBeforeThatWasNotBelieved_isNotBelievedLaterOn() {
    bench.ledger.leaveAloneUntil(bench.clock.instant().plus(Duration.ofDays(9)));
    bench.upstream.put(live(ORG, 1, 1));
    bench.full();
    bench.clock.advance(Duration.ofDays(2));

    assertThat(bench.full().cycle()).isEqualTo(2);
  }

  @Test
  void sync_notBeforeWrittenUnderAClockALittleAhead_isKept() {
    bench.ledger.leaveAloneUntil(bench.clock.instant().plus(Duration.ofDays(7)));

    assertThatThrownBy(bench::full).isInstanceOf(RateLimitedException.class);
    assertThat(bench.upstream.asked()).isEmpty();
  }

  @Test
  void sync_budgetSpent_endsTheCycleAndSaysWhenAllOfItIsThereAgain() {
    bench.upstream.put(live(ORG, 1, 1));
    SyncReplica thrifty = bench.service(SyncPolicy.builder().requestsPerHour(3).build());
    thrifty.sync(Mode.FULL);
    bench.clock.advance(Duration.ofMinutes(10));

    assertThatThrownBy(() -> thrifty.sync(Mode.FULL))
        .hasMessageContaining("the budget of 3 requests per hour is spent until")
        .asInstanceOf(type(BudgetSpentException.class))
        .satisfies(
            spent ->
                assertThat(spent.notBefore()).isEqualTo(day(100).plus(Duration.ofMinutes(70))));

    assertThat(bench.upstream.asked()).hasSize(3);
    assertThatThrownBy(() -> thrifty.sync(Mode.FULL)).isInstanceOf(RateLimitedException.class);
    assertThat(bench.upstream.asked()).isEmpty();
  }

  /** With one request at a time, as the hour allows them, it would never come to its end. */
  @Test
  void sync_listsSlowerThanWindows_endsInTheHourThatHasAllOfTheBudget() {
    bench.upstream.put(live(ORG, 1, 1), live(IX, 1, 2, "org_id", 1L));
    bench.upstream.cache(ORG, day(1));
    bench.upstream.cache(IX, day(2));
    Upstream slow =
        (what, into) -> {
          bench.clock.advance(Duration.ofMinutes(what instanceof Fetch.Everything ? 20 : 1));
          return bench.upstream.fetch(what, into);
        };
    SyncReplica thrifty =
        bench.service(SyncPolicy.builder().requestsPerHour(2).build(), slow, bench.journal);

    assertThatThrownBy(() -> thrifty.sync(Mode.FULL)).isInstanceOf(BudgetSpentException.class);
    bench.clock.set(bench.ledger.notBefore().orElseThrow());

    assertThat(thrifty.sync(Mode.FULL).total().inserted()).isEqualTo(2);
  }

  @Test
  void sync_ledgerThatCannotBeWritten_hidesNoRateLimit() {
    RateLimitedException limited = new RateLimitedException("later", day(101));
    StorageException full = new StorageException("the disk is full", true);
    bench.upstream.fail(what -> true, limited);

    assertThatThrownBy(() -> ofLedger(failingToRemember(full)).sync(Mode.FULL))
        .isSameAs(limited)
        .hasSuppressedException(full);
  }

  private SyncReplica ofLedger(RequestLedger ledger) {
    SyncPorts ports =
        new SyncPorts(
            bench.upstream,
            bench.replica.store(),
            bench.replica.cursors(),
            bench.journal,
            ledger,
            bench.memory);
    return SyncReplica.of(
        bench.schema, ports, SyncPolicy.defaults(), bench.ambient(), bench.listener);
  }

  private RequestLedger failingToRemember(StorageException failure) {
    return new RequestLedger() {
      @Override
      public void asking(Instant at) {
        bench.ledger.asking(at);
      }

      @Override
      public List<Instant> asked(Instant from, Instant to) {
        return bench.ledger.asked(from, to);
      }

      @Override
      public void leaveAloneUntil(Instant notBefore) {
        throw failure;
      }

      @Override
      public Optional<Instant> notBefore() {
        return bench.ledger.notBefore();
      }
    };
  }

  @Test
  void sync_budgetSpentOnParents_parksTheChildAndSucceeds() {
    bench.upstream.put(live(ORG, 7, 1), live(IX, 1, 1, "org_id", 7L));
    bench.upstream.remove(ORG, RowKey.of(7L));
    SyncReplica thrifty = bench.service(SyncPolicy.builder().requestsPerHour(2).build());

    assertThat(thrifty.sync(Mode.FULL).total().orphans()).isEqualTo(1);

    assertThat(bench.upstream.asked()).hasSize(2);
  }

  @Test
  void sync_everyRequest_isInTheLedgerEvenIfItFails() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.fail(
        what -> true, new RateLimitedException("later", bench.clock.instant().plusSeconds(9)));
    assertThatThrownBy(bench::incremental).hasMessage("later");

    assertThat(bench.ledger.asked(Instant.EPOCH, Instant.MAX)).hasSize(3);
    assertThat(bench.ledger.notBefore()).hasValue(day(100).plusSeconds(9));
  }
}
