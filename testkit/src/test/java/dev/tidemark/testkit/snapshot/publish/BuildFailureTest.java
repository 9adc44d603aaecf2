package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.PublicationStanding.Failure;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotEvent.BuildFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A build that fails is told and tried again, and what was good before is delivered. */
final class BuildFailureTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final PublishBench bench = new PublishBench();

  @Test
  void build_thatFails_isToldAndTriedAgainFurtherAndFurtherApart() {
    bench.started("a");
    bench.disk.failAt("build public");
    bench.change("second");
    bench.pass(LONG);

    List<Duration> waits =
        bench.told.events(BuildFailed.class).stream().map(BuildFailed::next).toList();
    for (int i = 0; i < waits.size(); i++) {
      Duration longest = Duration.ofSeconds(Math.min(300, 1L << i));
      assertThat(waits.get(i)).isBetween(longest.dividedBy(2), longest);
    }
    Failure failure = bench.standing().failure().orElseThrow();
    assertThat(failure.attempts()).isEqualTo(waits.size()).isGreaterThan(6);
    assertThat(failure.error()).isEqualTo("build public: told to fail");
    assertThat(failure.nextTry()).isAfter(bench.clock.instant());
  }

  @Test
  void build_thatSucceedsAtLast_isPublishedAndTheFailureIsOver() {
    bench.started("a");
    bench.disk.failAt("build public");
    bench.change("second");
    bench.pass(Duration.ofSeconds(20));
    bench.disk.recover();

    bench.pass(LONG);

    bench.assertHas("a", "second");
    assertThat(bench.standing().failure()).isEmpty();
  }

  @Test
  void build_thatFails_newTargetGetsTheLastGoodGeneration() {
    bench.started("a");
    bench.disk.failAt("build public");
    bench.change("second");
    bench.pass(Duration.ofSeconds(20));
    bench.addTarget("b");

    bench.pass(LONG);

    bench.assertHas("b", "first");
  }

  @Test
  void build_thatFailsFromTheStart_lastGoodGenerationOfTheProcessBeforeIsDelivered() {
    bench.started("a");
    bench.end();
    bench.disk.failAt("build public");
    bench.open();
    bench.change("second");
    bench.started("b");

    bench.assertHas("b", "first");
  }

  /** It may hold what the present plan does not allow any more. */
  @Test
  void build_thatFails_generationOfAnotherPlanIsShownToNobody() {
    bench.started("a");
    bench.end();
    bench.published.set(PublishedSnapshot.built(PublishBench.plan("b".repeat(64))));
    bench.disk.failAt("build public");
    bench.open();
    bench.started("b");
    bench.pass(LONG);

    assertThat(bench.edge("b").offers()).isEmpty();
    assertThat(bench.standing().newest()).isEmpty();
  }

  @Test
  void plan_thatIsAnother_isBuiltAndPublishedAtTheStart() {
    bench.started("a");
    bench.end();
    bench.published.set(PublishedSnapshot.built(PublishBench.plan("b".repeat(64))));
    bench.open();
    bench.change("less");
    bench.start();

    bench.assertHas("a", "less");
  }

  @Test
  void manifest_isSignedWhenItIsOffered() {
    bench.signer.set(PublishBench::sign);
    bench.started("a");

    assertThat(bench.edge("a").serving().orElseThrow().signature().orElseThrow().key())
        .isEqualTo("0123456789abcdef");
    assertThat(bench.store.shelf(PublishBench.NAME).generations())
        .extracting(SignedManifest::signature)
        .containsExactly(Optional.empty());
  }

  @Test
  void signer_thatFails_isABuildThatFails() {
    bench.signer.set(
        manifest -> {
          throw new StorageException("sign: the key cannot be read", true);
        });
    bench.started("a");
    assertThat(bench.standing().failure().orElseThrow().error()).contains("the key");
    bench.signer.set(PublishBench::sign);

    bench.pass(Duration.ofSeconds(1));

    bench.assertHas("a", "first");
  }
}
