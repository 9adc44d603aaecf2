package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SnapshotEvent.BuildEnded;
import dev.tidemark.core.snapshot.spi.Built;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When something has changed, it is published soon, and not each time. */
final class SettlingTest {

  private static final Duration TICK = Duration.ofMillis(50);

  private final PublishBench bench = new PublishBench();

  private void settle(Duration quiet, Duration atMost) {
    bench.policy.set(
        PublisherPolicy.DEFAULTS.settling(quiet, atMost).polling(Duration.ofMillis(50)));
  }

  /** Scenario 11. */
  @Test
  void changes_every50msFor10s_arePublishedAtLeast4Times() {
    settle(Duration.ofMillis(200), Duration.ofSeconds(2));
    bench.started("a");
    bench.told.clear();
    for (int i = 0; i < 200; i++) {
      bench.change("content " + i);
      bench.pass(TICK);
    }

    assertThat(made()).hasSizeBetween(4, 6);
    bench.pass(Duration.ofSeconds(1));
    bench.assertHas("a", "content 199");
  }

  private List<BuildEnded> made() {
    return bench.told.events(BuildEnded.class).stream()
        .filter(each -> each.built().way() != Built.Way.UNCHANGED)
        .toList();
  }

  @Test
  void changes_thatComeTogether_arePublishedOnceBehindTheQuietPeriod() {
    settle(Duration.ofMillis(200), Duration.ofSeconds(2));
    bench.started("a");
    for (int i = 0; i < 5; i++) {
      bench.change("content " + i);
      bench.publisher().sourceChanged();
      bench.pass(TICK);
    }
    bench.pass(Duration.ofMillis(100));
    bench.assertHas("a", "first");

    bench.pass(TICK);

    bench.assertHas("a", "content 4");
    assertThat(made()).hasSize(2);
  }

  @Test
  void change_thatIsTold_needsNoPoll() {
    bench.policy.set(PublisherPolicy.DEFAULTS.polling(Duration.ofHours(1)));
    bench.started("a");
    bench.change("second");
    bench.publisher().sourceChanged();

    bench.pass(Duration.ofMillis(500));

    bench.assertHas("a", "second");
  }

  @Test
  void nothing_isBuiltWhereNothingMoves() {
    bench.started("a");
    bench.pass(Duration.ofHours(1));

    assertThat(bench.told.events(BuildEnded.class)).hasSize(1);
  }

  @Test
  void change_duringABuild_isNotLost() {
    bench.started("a");
    bench.change("second");
    bench.disk.before(
        step -> {
          if (step.equals("commit public")) {
            bench.disk.recover();
            bench.change("third");
          }
        });
    bench.pass(Duration.ofMillis(1_500));
    bench.assertHas("a", "second");

    bench.pass(Duration.ofSeconds(2));

    bench.assertHas("a", "third");
  }

  @Test
  void movement_withoutAnyDifference_givesNoVersionAndNoPush() {
    bench.started("a");
    for (int i = 0; i < 5; i++) {
      bench.store.touch();
      bench.pass(Duration.ofSeconds(2));
    }
    bench.change("second");
    bench.pass(Duration.ofSeconds(2));

    assertThat(bench.told.events(BuildEnded.class)).hasSize(7);
    assertThat(bench.edge("a").accepted())
        .extracting(each -> each.sequence())
        .containsExactly(1L, 2L);
  }

  @Test
  void clock_setBackDuringTheQuietPeriod_holdsNothingUp() {
    bench.started("a");
    bench.change("second");
    bench.publisher().sourceChanged();
    bench.pass(Duration.ofMillis(100));
    bench.clock.advance(Duration.ofDays(-1));

    bench.pass(Duration.ofMillis(400));

    bench.assertHas("a", "second");
  }

  @Test
  void policy_isTakenUpWhileItRuns() {
    bench.started("a");
    bench.policy.set(
        PublisherPolicy.DEFAULTS.settling(Duration.ofMinutes(5), Duration.ofMinutes(10)));
    bench.change("second");
    bench.pass(Duration.ofMinutes(5));
    bench.assertHas("a", "first");

    bench.pass(Duration.ofSeconds(1));

    bench.assertHas("a", "second");
  }
}
