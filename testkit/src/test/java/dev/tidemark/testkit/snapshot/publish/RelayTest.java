package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.PublishReport;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publisher that passes on what it takes. */
final class RelayTest {

  private final PublishBench bench = new PublishBench();

  @BeforeEach
  void relay() {
    bench.published.set(PublishedSnapshot.relayed("public"));
    bench.signer.set(
        manifest -> {
          throw new AssertionError("a relay signs nothing");
        });
    bench.open();
  }

  private SignedManifest take(long sequence, String content) {
    return bench.take(new SnapshotVersion(7, sequence), content);
  }

  @Test
  void relay_withNothing_pushesNothing() {
    bench.started("a");
    bench.pass(Duration.ofMinutes(20));

    assertThat(bench.edge("a").offers()).isEmpty();
    assertThat(bench.standing().relayed()).isTrue();
    assertThat(bench.standing().newest()).isEmpty();
    assertThatThrownBy(() -> bench.publisher().publishOnce("public"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("publish snapshot public: none was taken yet that could be passed on");
  }

  @Test
  void relay_thatTakesOne_passesItOnAtOnceAsItCame() {
    bench.started("a");
    SignedManifest taken = take(1, "from above");

    bench.publisher().installed("public");
    bench.pass(Duration.ZERO);

    bench.assertHas("a", "from above");
    assertThat(bench.edge("a").serving()).contains(taken);
    assertThat(bench.told.events(SnapshotEvent.BuildEnded.class)).isEmpty();
  }

  @Test
  void relay_whereNobodyTellsIt_findsItItself() {
    bench.started("a");
    take(1, "from above");

    bench.pass(Duration.ofSeconds(1));

    bench.assertHas("a", "from above");
  }

  @Test
  void relay_restarted_greetsWithWhatItHas() {
    take(1, "old");
    take(2, "new");
    bench.started("a");
    bench.restart();

    bench.assertHas("a", "new");
    assertThat(bench.edge("a").offers()).hasSize(2);
  }

  @Test
  void relay_thatHasRolledBack_passesOnWhatItServes() {
    SignedManifest good = take(1, "good");
    bench.started("old");
    take(2, "bad");
    bench.pass(Duration.ofSeconds(1));
    bench.assertHas("old", "bad");

    bench.store.shelf("public").rollBack();
    bench.publisher().installed("public");
    bench.pass(Duration.ZERO);
    bench.addTarget("new");
    bench.publisher().targetsChanged();
    bench.pass(Duration.ofSeconds(1));

    bench.assertHas("new", "good");
    assertThat(bench.edge("new").taken()).containsExactly(good);
    assertThat(bench.newest()).isEqualTo(good.manifest().version());
    assertThat(bench.standing("old").error().orElseThrow())
        .as("which is for its own operator to roll back")
        .contains("REJECTED_OLD");
    bench.restart();
    bench.assertHas("new", "good");
    assertThat(bench.publisher().publishOnce("public").manifest()).isEqualTo(good.manifest());

    take(3, "mended");
    bench.pass(Duration.ofMinutes(6));
    bench.assertHas("old", "mended");
    bench.assertHas("new", "mended");
  }

  @Test
  void publishOnce_passesOnTheNewest() {
    take(1, "old");
    SignedManifest newest = take(2, "new");
    bench.addTarget("a");

    PublishReport report = bench.publisher().publishOnce("public");

    bench.assertHas("a", "new");
    assertThat(report.manifest()).isEqualTo(newest.manifest());
    assertThat(report.built()).isEmpty();
  }

  @Test
  void installed_ofANameThatIsNotPublished_isPassedOver() {
    bench.started("a");

    bench.publisher().installed("other");
    bench.pass(Duration.ZERO);

    assertThat(bench.told.events()).isEmpty();
  }
}
