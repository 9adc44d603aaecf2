package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.EndpointHealth;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.UpstreamHealth;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of how an upstream answers. */
final class UpstreamHealthTest {

  private final Bench bench = new Bench(ORG, IX);
  private final StateBench kept = new StateBench(bench.clock);
  private final StateEngine state = kept.open();
  private final UpstreamHealth health = UpstreamHealth.of(state, "sample", bench.clock);

  @Test
  void endpoints_nothingAsked_areNone() {
    assertThat(health.endpoints()).isEmpty();
  }

  @Test
  void cycle_answered_countsItsRequestsByEndpoint() {
    bench.upstream.put(live(ORG, 1, 1));

    service(health).sync(Mode.FULL);

    assertThat(health.endpoints())
        .extracting(EndpointHealth::endpoint, EndpointHealth::requests)
        .containsExactly(tuple("ix", 1L), tuple("org", 1L));
    assertThat(health.endpoints())
        .allSatisfy(
            each -> {
              assertThat(each.upstream()).isEqualTo("sample");
              assertThat(each.failures()).isZero();
              assertThat(each.lastSuccessAt()).contains(day(100));
              assertThat(each.lastFailureAt()).isEmpty();
            });
  }

  @Test
  void cycle_failed_countsTheFailureOfTheEndpointThatFailed() {
    bench.upstream.fail(
        what -> what.type().equals(ORG), new UpstreamUnavailableException("no connection"));

    assertThatThrownBy(() -> service(health).sync(Mode.FULL)).hasMessage("no connection");

    assertThat(of(ORG).failures()).isEqualTo(1);
    assertThat(of(ORG).consecutiveFailures()).isEqualTo(1);
    assertThat(of(ORG).requests()).isEqualTo(1);
    assertThat(of(ORG).lastFailureAt()).contains(day(100));
    assertThat(of(ORG).lastFailureCode()).contains("UPSTREAM_UNAVAILABLE");
    assertThat(of(ORG).lastSuccessAt()).isEmpty();
    assertThat(of(ORG).latencyMillis()).isEmpty();
    assertThat(health.endpoints()).as("what was not asked is not there").hasSize(1);
  }

  @Test
  void answer_behindFailures_endsTheRowAndKeepsTheTotal() {
    failed(new UpstreamUnavailableException("down"));
    failed(new BadAnswerException("half", true));
    assertThat(of(ORG).consecutiveFailures()).isEqualTo(2);

    answered(1, Duration.ofMillis(10));

    assertThat(of(ORG).consecutiveFailures()).isZero();
    assertThat(of(ORG).failures()).isEqualTo(2);
    assertThat(of(ORG).requests()).isEqualTo(3);
    assertThat(of(ORG).lastFailureCode()).contains("UPSTREAM_BAD_ANSWER");
  }

  @Test
  void latency_isAnAverageThatWeighsTheLastAnswerByAFifth() {
    answered(1, Duration.ofMillis(100));
    assertThat(of(ORG).latencyMillis()).contains(100.0);

    answered(4, Duration.ofMillis(800));

    assertThat(of(ORG).lastLatencyMillis()).as("of each of four requests").contains(200.0);
    assertThat(of(ORG).latencyMillis()).contains(120.0);
    assertThat(of(ORG).requests()).isEqualTo(5);
  }

  @Test
  void latency_clockSetBackMeanwhile_isLeftAsItWas() {
    answered(1, Duration.ofMillis(100));

    answered(1, Duration.ofHours(-1));

    assertThat(of(ORG).latencyMillis()).contains(100.0);
    assertThat(of(ORG).lastLatencyMillis()).contains(100.0);
    assertThat(of(ORG).requests()).isEqualTo(2);
    assertThat(of(ORG).lastSuccessAt()).contains(bench.clock.instant());
  }

  /** As the frame of a cycle tells them, each as the end of a fetch. */
  @ParameterizedTest
  @MethodSource("endings")
  void failure_howeverItIsTold_endsTheFetch(Event ending) {
    health.on(new SyncEvent.FetchStarted(new Fetch.Everything(ORG)));

    health.on(ending);
    health.on(ending);

    assertThat(of(ORG).failures()).as("counted once").isEqualTo(1);
    assertThat(of(ORG).lastFailureCode()).contains("UPSTREAM_RATE_LIMITED");
  }

  static Stream<Event> endings() {
    TidemarkException why = new RateLimitedException("later", day(200));
    return Stream.of(
        new SyncEvent.FellBack(ORG, why),
        new SyncEvent.WindowLeftOut(ORG, why),
        new SyncEvent.KeysLeftOut(ORG, why),
        new SyncEvent.TypeFailed(ORG, why),
        new SyncEvent.CycleFailed(1, Mode.FULL, why, day(100)));
  }

  @Test
  void failure_thatNothingWasAskedBefore_isNobodys() {
    health.on(
        new SyncEvent.CycleFailed(1, Mode.FULL, new StorageException("full", false), day(100)));

    assertThat(health.endpoints()).isEmpty();
  }

  @Test
  void budgetSpent_isNoRequest() {
    failed(new BudgetSpentException("spent", day(101)));

    assertThat(health.endpoints()).isEmpty();
  }

  /** A person who stops a cycle, a full disk and a bug say nothing of the upstream. */
  @ParameterizedTest
  @MethodSource("ourOwn")
  void failure_thatIsNotTheUpstreams_isARequestAndNoMore(RuntimeException ours) {
    health.on(new SyncEvent.FetchStarted(new Fetch.Everything(ORG)));

    health.on(new SyncEvent.CycleFailed(1, Mode.FULL, ours, day(100)));

    assertThat(of(ORG).requests()).isEqualTo(1);
    assertThat(of(ORG).failures()).isZero();
    assertThat(of(ORG).lastFailureAt()).isEmpty();
  }

  static Stream<RuntimeException> ourOwn() {
    return Stream.of(
        new CancelledException("stopped"),
        new StorageException("disk full", false),
        new IllegalStateException("a bug"));
  }

  @Test
  void health_ofTwoUpstreamsInOneState_isKeptApart() {
    UpstreamHealth other = UpstreamHealth.of(state, "other", bench.clock);
    failed(new UpstreamUnavailableException("down"));

    other.on(new SyncEvent.FetchStarted(new Fetch.Everything(ORG)));
    other.on(new SyncEvent.FetchEnded(new Fetch.Everything(ORG), took(1)));

    assertThat(other.endpoints()).extracting(EndpointHealth::failures).containsExactly(0L);
    assertThat(health.endpoints()).extracting(EndpointHealth::failures).containsExactly(1L);
  }

  @Test
  void health_afterARestart_goesOnWhereItWas() {
    answered(1, Duration.ofMillis(100));
    failed(new UpstreamUnavailableException("down"));
    EndpointHealth before = of(ORG);
    state.flush();

    UpstreamHealth restarted = UpstreamHealth.of(kept.open(), "sample", bench.clock);

    assertThat(restarted.endpoints()).containsExactly(before);
  }

  /** What cannot be counted must not stop what it counts. */
  @Test
  void cycle_whoseHealthCannotBeKept_succeeds() {
    bench.upstream.put(live(ORG, 1, 1));
    state.stop();

    service(health).sync(Mode.FULL);

    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 1));
  }

  private SyncReplica service(Listener listener) {
    SyncPorts ports =
        new SyncPorts(
            bench.upstream,
            bench.replica.store(),
            bench.replica.cursors(),
            bench.journal,
            bench.ledger,
            bench.memory);
    return SyncReplica.of(bench.schema, ports, SyncPolicy.defaults(), bench.ambient(), listener);
  }

  private void answered(int requests, Duration took) {
    health.on(new SyncEvent.FetchStarted(new Fetch.Everything(ORG)));
    bench.clock.advance(took);
    health.on(new SyncEvent.FetchEnded(new Fetch.Everything(ORG), took(requests)));
  }

  private void failed(TidemarkException why) {
    health.on(new SyncEvent.FetchStarted(new Fetch.Everything(ORG)));
    Instant now = bench.clock.instant();
    health.on(new SyncEvent.CycleFailed(1, Mode.FULL, why, now));
  }

  private static Fetched took(int requests) {
    return new Fetched(0, 0, requests, Optional.empty(), Set.of());
  }

  private EndpointHealth of(EntityType type) {
    List<EndpointHealth> found =
        health.endpoints().stream().filter(each -> each.endpoint().equals(type.name())).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
