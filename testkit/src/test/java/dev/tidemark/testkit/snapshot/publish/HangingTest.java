package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SnapshotEvent.PushFailed;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.testkit.fake.InMemoryNetwork;
import dev.tidemark.testkit.fake.SnapshotGate;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import dev.tidemark.testkit.time.RealScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target that does not answer, with threads and time of their own. */
@Timeout(180)
final class HangingTest {

  private static final PublisherPolicy HURRIED =
      new PublisherPolicy(
          Duration.ofMillis(5),
          Duration.ofMillis(50),
          Duration.ofMillis(5),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofMinutes(10),
          Duration.ofMillis(10),
          Duration.ofMillis(50));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final RealScheduler time = new RealScheduler();
  private final PublishBench bench = new PublishBench(new InMemoryNetwork(threads));
  private final SnapshotGate gate = bench.network.gate(PublishBench.endpoint("hangs"), Step.OFFER);

  @BeforeEach
  void open() {
    bench.policy.set(HURRIED);
    bench.open(time, threads);
  }

  @AfterEach
  void close() throws Exception {
    bench.network.recover();
    bench.publisher().stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
    time.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private void startHanging(String... others) throws InterruptedException {
    bench.addTarget("hangs");
    for (String name : others) {
      bench.addTarget(name);
    }
    bench.publisher().start();
    gate.awaitReached();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(1));
  }

  private void awaitHas(String edge, String content) {
    patiently().untilAsserted(() -> bench.assertHas(edge, content));
  }

  /** Scenario 10. */
  @Test
  void target_thatHangs_holdsUpNobodyElse() throws Exception {
    startHanging("a", "b");
    for (int i = 0; i < 5; i++) {
      bench.change("content " + i);
      awaitHas("a", "content " + i);
      awaitHas("b", "content " + i);
    }

    assertThat(bench.standing("hangs").pushing()).isTrue();
    assertThat(bench.edge("hangs").offers()).isEmpty();
  }

  /** And nothing of what came between. */
  @Test
  void target_thatHungForAWhile_getsTheNewestNext() throws Exception {
    startHanging("a");
    for (int i = 0; i < 5; i++) {
      bench.change("content " + i);
      awaitHas("a", "content " + i);
    }

    gate.open();

    awaitHas("hangs", "content 4");
    assertThat(bench.edge("hangs").offers()).hasSize(2);
  }

  @Test
  void target_thatHangs_isGivenUpInTimeAndTriedAgain() throws Exception {
    bench.policy.set(within(Duration.ofMillis(50)));
    startHanging();

    patiently().until(() -> bench.told.events(PushFailed.class).size() >= 3);
    bench.policy.set(HURRIED);
    gate.open();

    awaitHas("hangs", "first");
  }

  private static PublisherPolicy within(Duration timeout) {
    return new PublisherPolicy(
        HURRIED.quietPeriod(),
        HURRIED.maxDelay(),
        HURRIED.poll(),
        HURRIED.reconcileEvery(),
        HURRIED.restampAfter(),
        timeout,
        HURRIED.firstRetry(),
        HURRIED.lastRetry());
  }

  /** Whatever a transport takes for a time-out. */
  @Test
  void transport_thatDoesNotEndInTime_isInterrupted() throws Exception {
    bench.policy.set(within(Duration.ofSeconds(1)));
    bench.way.set(EndlessPatience::new);
    bench.open(time, threads);
    startHanging();

    patiently().until(() -> !bench.told.events(PushFailed.class).isEmpty());

    assertThat(bench.told.events(PushFailed.class).get(0).cause())
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageMatching("push snapshot public \\d+-1 to hangs: no verdict within 1 s");
  }

  @Test
  void stop_duringAPush_interruptsItAndCompletes() throws Exception {
    startHanging();

    bench.publisher().stop().toCompletableFuture().get(60, TimeUnit.SECONDS);

    assertThat(bench.told.events(PushFailed.class)).isEmpty();
    assertThat(bench.edge("hangs").offers()).isEmpty();
  }

  @Test
  void relay_thatRollsBackDuringAPush_doesNotSendItToItsEnd() throws Exception {
    bench.published.set(PublishedSnapshot.relayed(PublishBench.NAME));
    bench.open(time, threads);
    bench.take(new SnapshotVersion(7, 1), "good");
    bench.take(new SnapshotVersion(7, 2), "bad");
    startHanging();

    bench.store.shelf(PublishBench.NAME).rollBack();
    bench.publisher().installed(PublishBench.NAME);

    patiently().until(() -> !bench.told.events(PushFailed.class).isEmpty());
    gate.open();
    awaitHas("hangs", "good");
    assertThat(bench.edge("hangs").accepted()).containsExactly(new SnapshotVersion(7, 1));
  }

  @Test
  void targetRemoved_duringAPush_endsIt() throws Exception {
    startHanging();
    bench.removeTarget("hangs");
    bench.publisher().targetsChanged();

    patiently().until(() -> bench.pushing() == 0);
    assertThat(bench.told.events(PushFailed.class)).isEmpty();
  }

  @Test
  void targetMoved_duringAPush_isPushedToWhereItIsNow() throws Exception {
    startHanging();
    bench.edge("moved");
    bench.setTarget(
        new Target(
            PublishBench.NAME, "hangs", Strategy.TIDEMARK, PublishBench.endpoint("moved"), true));
    bench.publisher().targetsChanged();

    awaitHas("moved", "first");
  }

  @Test
  void leadershipLost_duringAPush_endsItUntilThisProcessLeadsAgain() throws Exception {
    startHanging();
    bench.leadership.set(false);
    patiently().until(() -> bench.pushing() == 0);
    assertThat(bench.told.events(PushFailed.class)).isEmpty();
    gate.open();

    bench.leadership.set(true);

    awaitHas("hangs", "first");
  }

  @Test
  void publishOnce_interrupted_endsItsPushes() throws Exception {
    bench.addTarget("hangs");
    CompletableFuture<Thread> runner = new CompletableFuture<>();
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(
            () -> {
              runner.complete(Thread.currentThread());
              bench.publisher().publishOnce("public");
            },
            threads);
    gate.awaitReached();

    runner.get().interrupt();

    assertThatThrownBy(() -> done.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancelledException.class)
        .hasMessageContaining("publish snapshot public: stopped; some targets may have it");
    patiently().until(() -> bench.pushing() == 0);
  }

  /** One worker for two: the second push waits for the first. */
  @Test
  void publishOnce_interrupted_beginsNoOtherPush() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    bench.open(time, one);
    bench.addTarget("hangs");
    bench.addTarget("waits");
    CompletableFuture<Thread> runner = new CompletableFuture<>();
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(
            () -> {
              runner.complete(Thread.currentThread());
              bench.publisher().publishOnce("public");
            },
            threads);
    gate.awaitReached();

    runner.get().interrupt();

    assertThatThrownBy(() -> done.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancelledException.class);
    one.shutdown();
    assertThat(one.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(bench.edge("waits").offers()).isEmpty();
  }

  @Test
  void stop_duringPublishOnce_endsIt() throws Exception {
    bench.addTarget("hangs");
    CompletableFuture<?> done =
        CompletableFuture.runAsync(() -> bench.publisher().publishOnce("public"), threads);
    gate.awaitReached();

    bench.publisher().stop();

    assertThatThrownBy(() -> done.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancelledException.class);
  }

  @Test
  void stop_duringABuild_interruptsIt() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> never = new CompletableFuture<>();
    bench.store.source(
        plan -> {
          begun.complete(null);
          try {
            never.get();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          } catch (ExecutionException e) {
            throw new AssertionError(e);
          }
          return new byte[0];
        });
    bench.publisher().start();
    begun.get();

    bench.publisher().stop().toCompletableFuture().get(60, TimeUnit.SECONDS);

    assertThat(bench.told.events()).isEmpty();
  }
}
