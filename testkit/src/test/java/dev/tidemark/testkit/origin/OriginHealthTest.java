package dev.tidemark.testkit.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.OriginUnavailableException.Arrival;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.origin.OriginEvent;
import dev.tidemark.core.origin.OriginEvent.BecameHealthy;
import dev.tidemark.core.origin.OriginEvent.BecameUnhealthy;
import dev.tidemark.core.origin.OriginHealth;
import dev.tidemark.core.origin.OriginPolicy;
import dev.tidemark.core.origin.OriginStanding;
import dev.tidemark.core.origin.OriginStanding.State;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.origin.spi.OriginAnswer;
import dev.tidemark.core.origin.spi.OriginRequest;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginHealthTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final ManualClock clock = ManualClock.at(NOW);
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final RecordingListener listener = new RecordingListener();
  private final List<Instant> probes = new ArrayList<>();
  private final List<Duration> limits = new ArrayList<>();
  private IntSupplier answer = () -> 200;
  private final OriginHealth health = watchedBy(listener);

  private OriginHealth watchedBy(Listener hearer) {
    return new OriginHealth(
        new Scripted(),
        OriginPolicy.DEFAULTS,
        new Ambient(clock, scheduler, new Random(1)),
        scheduler,
        hearer);
  }

  private final class Scripted implements Origin {

    @Override
    public OriginAnswer forward(OriginRequest request) {
      throw new AssertionError("nothing is handed on");
    }

    @Override
    public int probe(Duration within) {
      probes.add(clock.instant());
      limits.add(within);
      return answer.getAsInt();
    }
  }

  @Test
  void standing_beforeTheFirstCheck_isUnknown() {
    health.start();

    assertThat(health.standing())
        .isEqualTo(
            new OriginStanding(
                State.UNKNOWN, Optional.empty(), Optional.empty(), 0, 0, Optional.empty()));
  }

  @Test
  void start_checksAtOnceAndTakesItsTime() {
    answer = () -> took(Duration.ofMillis(42), 200);

    start();

    assertThat(health.standing())
        .isEqualTo(
            new OriginStanding(
                State.HEALTHY,
                Optional.of(NOW.plusMillis(42)),
                Optional.of(42L),
                1,
                0,
                Optional.empty()));
    assertThat(limits).containsExactly(Duration.ofSeconds(5));
    assertThat(events()).containsExactly(new BecameHealthy(health.standing()));
  }

  @Test
  void check_again_comesAtMostATenthBeforeTheInterval() {
    start();

    scheduler.advance(Duration.ofMinutes(10));

    assertThat(probes).hasSizeBetween(61, 67);
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < probes.size(); i++) {
      gaps.add(Duration.between(probes.get(i - 1), probes.get(i)).toMillis());
    }
    assertThat(gaps).allMatch(gap -> gap >= 9_000 && gap <= 10_000);
    assertThat(gaps.stream().distinct().count()).as("by chance").isGreaterThan(50);
    assertThat(health.standing().checks()).isEqualTo(probes.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 404, 401, 499})
  void check_below500_isHealthy(int status) {
    answer = () -> status;

    start();

    assertThat(health.standing().state()).isEqualTo(State.HEALTHY);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 599})
  void check_from500On_isUnhealthyAndSaysWhy(int status) {
    answer = () -> status;

    start();

    assertThat(health.standing())
        .isEqualTo(
            new OriginStanding(
                State.UNHEALTHY,
                Optional.of(NOW),
                Optional.empty(),
                1,
                1,
                Optional.of("the origin answers with status " + status)));
    assertThat(events()).containsExactly(new BecameUnhealthy(health.standing()));
  }

  @Test
  void check_originGoesAndComesBack_isToldOnceEach() {
    answer = () -> took(Duration.ofMillis(7), 200);
    start();
    answer = this::away;
    scheduler.advance(INTERVAL.multipliedBy(3));
    OriginStanding away = health.standing();
    answer = () -> took(Duration.ofMillis(9), 200);
    scheduler.advance(INTERVAL);

    assertThat(away.state()).isEqualTo(State.UNHEALTHY);
    assertThat(away.failures()).isEqualTo(3);
    assertThat(away.latencyMillis()).as("of the last success").hasValue(7L);
    assertThat(away.lastError()).hasValue("no answer");
    assertThat(health.standing().latencyMillis()).hasValue(9L);
    assertThat(health.standing().failures()).isEqualTo(3);
    assertThat(health.standing().lastError()).as("kept").hasValue("no answer");
    assertThat(events())
        .extracting(event -> (Object) event.getClass())
        .containsExactly(BecameHealthy.class, BecameUnhealthy.class, BecameHealthy.class);
  }

  @Test
  void check_bugInTheAdapter_isUnhealthyAndCheckedAgain() {
    answer =
        () -> {
          throw new IllegalStateException();
        };
    start();
    scheduler.advance(INTERVAL);

    assertThat(health.standing().checks()).isEqualTo(2);
    assertThat(health.standing().lastError()).hasValue("java.lang.IllegalStateException");
  }

  @Test
  void check_brokenOffHere_saysNothingOfTheOrigin() {
    start();
    OriginStanding before = health.standing();
    answer =
        () -> {
          throw new CancelledException("stopped");
        };
    scheduler.advance(INTERVAL);

    assertThat(probes).hasSize(2);
    assertThat(health.standing()).isEqualTo(before);
  }

  @Test
  void check_clockSetBackMeanwhile_takesNoNegativeTime() {
    answer = () -> took(Duration.ofHours(-1), 200);

    start();

    assertThat(health.standing().state()).isEqualTo(State.HEALTHY);
    assertThat(health.standing().latencyMillis()).isEmpty();
  }

  @Test
  void listener_throws_theNextCheckComes() {
    OriginHealth shaken =
        watchedBy(
            event -> {
              throw new IllegalStateException("planted");
            });
    shaken.start();
    scheduler.advance(INTERVAL);

    assertThat(shaken.standing().checks()).isEqualTo(2);
  }

  @Test
  void stop_checksNoMore() {
    start();

    assertThat(health.stop().toCompletableFuture()).isCompleted();
    scheduler.advance(Duration.ofMinutes(1));

    assertThat(probes).hasSize(1);
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  void policy_notPositive_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OriginPolicy(Duration.ZERO, INTERVAL))
        .withMessageContaining("interval of the origin's checks is PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OriginPolicy(INTERVAL, Duration.ofSeconds(-1)))
        .withMessageContaining("timeout of the origin's checks is PT-1S");
  }

  private void start() {
    health.start();
    scheduler.advance(Duration.ZERO);
  }

  private int took(Duration time, int status) {
    clock.advance(time);
    return status;
  }

  private int away() {
    throw new OriginUnavailableException("no answer", Arrival.NOT_SENT, false, null);
  }

  private List<OriginEvent> events() {
    return listener.events(OriginEvent.class);
  }
}
