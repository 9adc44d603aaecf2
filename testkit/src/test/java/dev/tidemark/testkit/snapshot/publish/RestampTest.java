package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Built;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not change is made anew now and then, so that nobody takes it for old. */
final class RestampTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final PublishBench bench = new PublishBench();

  private SnapshotManifest newest() {
    return bench.standing().newest().orElseThrow();
  }

  @Test
  void source_thatDoesNotChange_isPublishedWithANewStampWhenTheLastIsOld() {
    bench.started("a");
    SnapshotManifest first = newest();

    bench.pass(HOUR);
    assertThat(newest()).as("no older than it may be").isEqualTo(first);
    bench.pass(Duration.ofSeconds(1));

    assertThat(newest().version())
        .isEqualTo(new SnapshotVersion(first.version().epoch(), first.version().sequence() + 1));
    assertThat(newest().built()).isEqualTo(bench.clock.instant());
    assertThat(newest().identity()).isEqualTo(first.identity());
  }

  @Test
  void edge_thatHasTheContent_isToldAndSentNothing() {
    bench.started("a");
    bench.pass(HOUR.plusSeconds(1));

    List<SnapshotVersion> offers = bench.edge("a").offers();
    assertThat(offers.get(offers.size() - 1)).isEqualTo(newest().version());
    assertThat(bench.edge("a").taken()).hasSize(1);
    assertThat(bench.standing("a").isCurrent()).isTrue();
  }

  @Test
  void edge_thatIsNew_isSentTheNewStamp() {
    bench.started("a");
    bench.pass(Duration.ofDays(2));
    bench.addTarget("b");
    bench.publisher().targetsChanged();
    bench.pass(Duration.ofSeconds(1));

    bench.assertHas("b", "first");
    assertThat(bench.edge("b").taken())
        .extracting(SignedManifest::manifest)
        .allSatisfy(
            taken -> assertThat(taken.built()).isAfterOrEqualTo(bench.clock.instant().minus(HOUR)));
  }

  @Test
  void source_thatChanges_isBuiltAsEver() {
    bench.started("a");
    bench.pass(HOUR.minusSeconds(5));
    bench.change("second");
    bench.pass(Duration.ofSeconds(2));
    SnapshotVersion second = bench.newest();

    bench.pass(Duration.ofMinutes(59));

    assertThat(bench.newest()).isEqualTo(second);
    bench.assertHas("a", "second");
  }

  @Test
  void publisher_restarted_makesWhatIsOldAnew() {
    bench.started("a");
    SnapshotVersion first = bench.newest();
    bench.end();
    bench.clock.advance(Duration.ofDays(1));
    bench.open();
    bench.start();

    assertThat(bench.newest()).isGreaterThan(first);
    assertThat(newest().built()).isEqualTo(bench.clock.instant());
  }

  @Test
  void publishOnce_makesWhatIsOldAnew() {
    bench.addTarget("a");
    bench.publisher().publishOnce("public");
    bench.clock.advance(HOUR.plusSeconds(1));

    Built built = bench.publisher().publishOnce("public").built().orElseThrow();

    assertThat(built.way()).isNotEqualTo(Built.Way.UNCHANGED);
    assertThat(built.manifest().built()).isEqualTo(bench.clock.instant());
  }

  @Test
  void age_thatIsSetWhileItRuns_counts() {
    bench.started("a");
    SnapshotVersion first = bench.newest();
    bench.policy.updateAndGet(policy -> policy.restampingAfter(Duration.ofMinutes(5)));

    bench.pass(Duration.ofMinutes(6));

    assertThat(bench.newest()).isGreaterThan(first);
  }
}
