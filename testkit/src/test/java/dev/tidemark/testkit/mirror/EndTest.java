package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.DISABLED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.mirror.MirrorEvent.MirrorStateChanged;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ends the keeping of a mirror, and what does not. */
final class EndTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void clock_setWhileItWaits_neverMakesItWaitLonger() {
    for (Duration set : List.of(Duration.ofDays(-400), Duration.ofDays(400), MINUTE.negated())) {
      MirrorBench other = new MirrorBench();
      other.database.goAway();
      other.start();
      other.pass(Duration.ofMinutes(30));
      other.database.comeBack();

      for (int i = 0; i < 50; i++) {
        other.clock.advance(set.dividedBy(50));
        other.pass(MINUTE.dividedBy(50));
      }
      other.pass(Duration.ofSeconds(2));

      other.assertState(LIVE);
    }
  }

  @Test
  void clock_setBackWhileLive_keepsUpAndVerifies() {
    bench.started(org(1));

    bench.clock.advance(Duration.ofDays(-30));
    bench.live(org(2));
    bench.database.remove(Sample.ORG, MirrorBench.key(1L));
    bench.pass(MirrorBench.VERIFIED);

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  @Test
  void stop_inAnyPhase_endsIt() {
    for (String step :
        List.of("bookmark", "prepare", "write", "load org", "commit", "committed", "hint org")) {
      MirrorBench other = new MirrorBench();
      other.replica.live(org(1));
      other.once(step, () -> other.mirrors().stop());
      other.start();
      List<String> steps = other.steps();
      other.pass(Duration.ofHours(1));

      assertThat(steps).as(step).isEmpty();
      assertThat(other.mirrors().stop().toCompletableFuture()).as(step).isCompleted();
      assertThat(other.scheduler.waiting()).as(step).isZero();
    }
  }

  @Test
  void stop_beforeStartAndWhileItWaits_endsIt() {
    assertThat(bench.mirrors().stop().toCompletableFuture()).isCompleted();

    MirrorBench waiting = new MirrorBench();
    waiting.database.goAway();
    waiting.start();
    assertThat(waiting.mirrors().stop().toCompletableFuture()).isCompleted();
    waiting.database.comeBack();
    waiting.pass(MINUTE);
    waiting.assertState(DISABLED);
  }

  @Test
  void listener_thatThrows_changesNothing() {
    bench.open(
        bench.scheduler,
        Runnable::run,
        (Event event) -> {
          throw new IllegalStateException("listener");
        });
    bench.replica.live(org(1));
    bench.database.refuse(Sample.ORG, MirrorBench.key(2L));

    bench.start();
    bench.live(org(2), org(3));
    bench.database.refuseNone();
    bench.pass(MINUTE);

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  /** State that cannot be written is no reason to give the mirror up. */
  @Test
  void turn_stateThatWasStopped_goesOn() {
    bench.started(org(1));
    bench.state().stop();

    bench.live(org(2));
    bench.database.goAway();
    bench.pass(MINUTE);
    bench.database.comeBack();
    bench.pass(MINUTE);

    bench.assertEqual();
    assertThat(bench.mirrors().stop().toCompletableFuture()).isCompleted();
  }

  @Test
  void policy_isAskedEachTime() {
    bench.policy.set(MirrorPolicy.defaults().verifyingEvery(Duration.ZERO));
    bench.started(org(1));
    assertThat(bench.mirror().status().tables())
        .as("what was copied is verified all the same")
        .allMatch(table -> table.verified().isPresent());
    bench.database.put(org(1, "edited"));
    bench.pass(MirrorBench.VERIFIED.multipliedBy(2));
    assertThat(bench.told.events(MirrorStateChanged.class)).isEmpty();
    assertThat(bench.drift()).isZero();

    bench.policy.set(MirrorPolicy.defaults());
    bench.pass(Duration.ofSeconds(2));

    assertThat(bench.drift()).isEqualTo(1);
    bench.assertEqual();
  }
}
