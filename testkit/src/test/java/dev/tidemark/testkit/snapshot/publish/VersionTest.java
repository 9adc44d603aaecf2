package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions grow, and none is ever two contents. */
final class VersionTest {

  private static final Duration WHILE = Duration.ofSeconds(3);

  private final PublishBench bench = new PublishBench();

  private SnapshotVersion publish(String content) {
    bench.change(content);
    bench.pass(WHILE);
    bench.assertHas("a", content);
    return bench.newest();
  }

  @Test
  void version_first_isOfTheEpochOfNow() {
    bench.started("a");

    assertThat(bench.newest()).isEqualTo(new SnapshotVersion(bench.clock.millis(), 1));
  }

  @Test
  void version_ofTheSameProcess_isTheNextOfTheSameEpoch() {
    bench.started("a");
    SnapshotVersion first = bench.newest();

    assertThat(publish("second")).isEqualTo(new SnapshotVersion(first.epoch(), 2));
    assertThat(publish("third")).isEqualTo(new SnapshotVersion(first.epoch(), 3));
  }

  /** Nobody knows what was published while the process was away. */
  @Test
  void version_afterARestart_isOfANewEpoch() {
    bench.started("a");
    SnapshotVersion first = bench.newest();
    bench.clock.advance(Duration.ofMinutes(50));
    long restarted = bench.clock.millis();
    bench.restart();
    assertThat(bench.newest()).as("the content is the same").isEqualTo(first);

    SnapshotVersion second = publish("second");
    assertThat(second.epoch()).isEqualTo(restarted);
    assertThat(publish("third")).isEqualTo(new SnapshotVersion(restarted, second.sequence() + 1));
  }

  @Test
  void version_clockSetBack_isOfTheNextEpoch() {
    bench.started("a");
    SnapshotVersion first = bench.newest();
    bench.clock.advance(Duration.ofDays(-400));
    bench.restart();

    assertThat(publish("second").epoch()).isEqualTo(first.epoch() + 1);
  }

  @Test
  void version_stateLost_isOfAnEpochThatIsNewer() {
    bench.started("a");
    SnapshotVersion last = publish("second");
    bench.end();
    bench.loseState();
    bench.clock.advance(Duration.ofMinutes(50));
    bench.open();
    bench.start();
    assertThat(bench.newest()).as("the content is the same").isEqualTo(last);

    SnapshotVersion next = publish("third");
    assertThat(next.epoch()).isBetween(last.epoch() + 1, bench.clock.millis());
  }

  @Test
  void version_stateLostAndClockSetBack_isNewerNevertheless() {
    bench.started("a");
    SnapshotVersion last = publish("second");
    bench.end();
    bench.loseState();
    bench.clock.advance(Duration.ofDays(-400));
    bench.open();
    bench.start();

    assertThat(publish("third")).isGreaterThan(last);
    assertThat(bench.newest().epoch()).isEqualTo(last.epoch() + 1);
  }

  @Test
  void version_shelfLost_goesOn() {
    bench.started("a");
    SnapshotVersion last = publish("second");
    bench.end();
    bench.loseShelf();
    bench.open();
    bench.start();
    SnapshotVersion again = bench.newest();
    assertThat(again).isGreaterThan(last);

    assertThat(publish("third"))
        .isEqualTo(new SnapshotVersion(again.epoch(), again.sequence() + 1));
  }

  /** An edge that becomes the origin does not know what the last one has published at its end. */
  @Test
  void version_onAShelfOfAnotherPublisher_beginsAnEpoch() {
    bench.started("a");
    SnapshotVersion theirs = publish("second");
    bench.end();
    bench.loseState();
    bench.clock.advance(Duration.ofSeconds(10));
    bench.open();
    bench.change("ours");
    bench.start();

    assertThat(bench.newest().epoch()).isGreaterThan(theirs.epoch());
    bench.assertHas("a", "ours");
  }

  /** It was the origin before, and another one was since. */
  @Test
  void version_shelfIsAheadOfTheState_beginsAnEpoch() {
    bench.started("a");
    SnapshotVersion ours = bench.newest();
    SnapshotVersion theirs = new SnapshotVersion(ours.epoch() + 5, 9);
    bench.take(theirs, "theirs");

    assertThat(publish("ours").epoch()).isGreaterThan(theirs.epoch());
  }

  /** It is offered, so it must never come again, whatever is lost behind that. */
  @Test
  void version_shelfIsAheadWithTheSameContent_isNotForgotten() {
    bench.started("a");
    SnapshotVersion theirs = new SnapshotVersion(bench.newest().epoch() + 5, 9);
    bench.take(theirs, "theirs");
    bench.change("theirs");
    bench.pass(WHILE);
    assertThat(bench.newest()).as("the content is the same").isEqualTo(theirs);
    bench.end();
    bench.loseShelf();
    bench.clock.advance(Duration.ofDays(-1));
    bench.open();
    bench.change("ours");
    bench.start();

    assertThat(bench.newest()).isGreaterThan(theirs);
    bench.assertHas("a", "ours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"build public", "commit public", "committed public", "content public"})
  void kill_atAStepOfTheStore_noVersionIsTwoContents(String step) {
    bench.started("a");
    SnapshotVersion first = bench.newest();
    bench.dieAt(step);
    bench.change("second");
    bench.pass(WHILE);
    assertThat(bench.isDead()).isTrue();

    revive("third");

    assertThat(bench.newest()).isGreaterThan(first);
    assertNoVersionIsTwoContents();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void kill_atAStepOfThePush_targetConverges(Step step) {
    bench.started("a");
    bench.dieAt(step);
    bench.change("second");
    bench.pass(WHILE);
    assertThat(bench.isDead()).isTrue();

    revive("third");
    assertNoVersionIsTwoContents();
  }

  /** And the one who would go on where it died has built nothing before either. */
  @ParameterizedTest
  @ValueSource(strings = {"build public", "commit public", "committed public"})
  void kill_duringTheFirstBuild_noVersionIsTwoContents(String step) {
    bench.dieAt(step);
    bench.started("a");
    assertThat(bench.isDead()).isTrue();

    revive("second");
    assertNoVersionIsTwoContents();
  }

  /** What died half-way has told its version to nobody, or to the edge and in the same sense. */
  private void revive(String content) {
    bench.healed();
    bench.open();
    bench.change(content);
    bench.start();
    bench.pass(WHILE);
    bench.assertHas("a", content);
  }

  private void assertNoVersionIsTwoContents() {
    Map<SnapshotVersion, String> seen = new HashMap<>();
    bench
        .store
        .shelf(PublishBench.NAME)
        .generations()
        .forEach(each -> seen.put(each.manifest().version(), each.manifest().identity()));
    assertThat(bench.edge("a").taken())
        .allSatisfy(
            each ->
                assertThat(seen.getOrDefault(each.manifest().version(), each.manifest().identity()))
                    .isEqualTo(each.manifest().identity()));
    assertThat(bench.edge("a").accepted()).doesNotHaveDuplicates().isSorted();
  }
}
