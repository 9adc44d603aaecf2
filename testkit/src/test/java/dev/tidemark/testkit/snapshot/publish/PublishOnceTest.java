package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.PublishReport;
import dev.tidemark.core.snapshot.PublishReport.Outcome;
import dev.tidemark.core.snapshot.SnapshotEvent.PushBegan;
import dev.tidemark.core.snapshot.SnapshotEvent.PushFailed;
import dev.tidemark.core.snapshot.SnapshotEvent.PushGoesOn;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A publication that somebody waits for. */
final class PublishOnceTest {

  private final PublishBench bench = new PublishBench();

  @Test
  void publishOnce_withoutAnyStart_buildsAndPushesToAll() {
    bench.addTarget("b");
    bench.addTarget("a");

    PublishReport report = bench.publisher().publishOnce("public");

    bench.assertHas("a", "first");
    assertThat(report.isGood()).isTrue();
    assertThat(report.isForNobody()).isFalse();
    assertThat(report.built().orElseThrow().way()).isEqualTo(Built.Way.FULL);
    assertThat(report.manifest().version()).isEqualTo(bench.newest());
    assertThat(report.targets()).extracting(each -> each.target().name()).containsExactly("a", "b");
    assertThat(report.targets().get(0).delivery())
        .contains(new Delivery(Verdict.of(Code.ACCEPTED), Delivery.Way.WHOLE, 5));
    assertThat(bench.told.events(PushBegan.class)).hasSize(2);
    assertThat(bench.told.events(PushGoesOn.class)).extracting(PushGoesOn::bytes).contains(5L);
    assertThat(bench.standing("a").isCurrent()).isTrue();
    assertThat(bench.scheduler.waiting()).as("nothing is done later").isZero();
  }

  @Test
  void publishOnce_again_buildsNothingNew() {
    bench.addTarget("a");
    bench.publisher().publishOnce("public");

    PublishReport report = bench.publisher().publishOnce("public");

    assertThat(report.built().orElseThrow().way()).isEqualTo(Built.Way.UNCHANGED);
    assertThat(report.manifest().version().sequence()).isEqualTo(1);
    assertThat(report.targets().get(0).delivery().orElseThrow().verdict().code())
        .isEqualTo(Code.ALREADY_HAVE);
  }

  @Test
  void publishOnce_targetsThatFailOrReject_areReportedAndNotTriedAgain() {
    bench.addTarget("a");
    bench.addTarget("b").says(Verdict.of(Code.REJECTED_AUTH));
    bench.setTarget(PublishBench.target("c"));

    PublishReport report = bench.publisher().publishOnce("public");
    bench.pass(Duration.ofHours(1));

    assertThat(report.targets()).extracting(Outcome::isGood).containsExactly(true, false, false);
    assertThat(report.isGood()).isFalse();
    assertThat(report.targets().get(2).failure().orElseThrow()).contains("nobody listens");
    assertThat(bench.told.events(PushFailed.class)).hasSize(1);
    assertThat(bench.standing("b").error()).contains("REJECTED_AUTH");
    assertThat(bench.standing("c").nextTry()).isEmpty();
  }

  @Test
  void publishOnce_disabledAndNoop_areLeftOut() {
    bench.edge("a");
    bench.setTarget(new Target("public", "a", Strategy.TIDEMARK, "a:9443", false));
    bench.setTarget(new Target("public", "n", Strategy.NOOP, "", true));

    PublishReport report = bench.publisher().publishOnce("public");

    assertThat(report.targets()).isEmpty();
    assertThat(report.isForNobody()).isTrue();
    assertThat(bench.edge("a").offers()).isEmpty();
  }

  @Test
  void publishOnce_besideTheTurns_isWhatTheTurnsWouldDo() {
    bench.started("a");
    bench.change("second");

    PublishReport report = bench.publisher().publishOnce("public");

    bench.assertHas("a", "second");
    assertThat(report.targets().get(0).delivery())
        .contains(new Delivery(Verdict.of(Code.ACCEPTED), Delivery.Way.WHOLE, 6));
    assertThat(bench.edge("a").offers()).as("nothing is pushed twice").hasSize(2);
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.edge("a").accepted()).hasSize(2);
  }

  @Test
  void publishOnce_besideTheTurns_theseTryAgainWhatHasFailed() {
    bench.started("a");
    bench.edge("a").says(Verdict.of(Code.REJECTED_BUSY));
    PublishReport report = bench.publisher().publishOnce("public");
    assertThat(report.targets().get(0).delivery().orElseThrow().verdict().code())
        .isEqualTo(Code.REJECTED_BUSY);
    assertThat(bench.standing("a").attempts()).isEqualTo(1);
    bench.edge("a").saysWhatItThinks();

    bench.pass(Duration.ofMinutes(1));

    assertThat(bench.standing("a").isCurrent()).isTrue();
  }

  /** Somebody wants to know now, whatever the wait would be. */
  @Test
  void publishOnce_duringTheBackoffOfACourier_isPushedAtOnce() {
    bench.setTarget(PublishBench.target("a"));
    bench.start();
    bench.pass(Duration.ofMinutes(5));
    bench.edge("a");

    assertThat(bench.publisher().publishOnce("public").isGood()).isTrue();
    bench.assertHas("a", "first");
    assertThat(bench.edge("a").offers()).hasSize(1);
  }

  @Test
  void publishOnce_ofNoSuchName_saysWhichWasMeant() {
    assertThatThrownBy(() -> bench.publisher().publishOnce("publik"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "publish snapshot publik: there is none of this name; did you mean \"public\"?");
  }

  @Test
  void publishOnce_buildFails_throwsThat() {
    bench.disk.failAt("build public");

    assertThatThrownBy(() -> bench.publisher().publishOnce("public"))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void publishOnce_targetsUnreadable_throwsThatAndBuildsNothing() {
    bench.targetsUnreadable();

    assertThatThrownBy(() -> bench.publisher().publishOnce("public"))
        .isInstanceOf(StorageException.class);
    assertThat(bench.told.events()).isEmpty();
  }
}
