package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Publishers that know nothing of each other, and edges that have heard them all. */
final class TakeOverTest {

  private static final Duration WHILE = Duration.ofSeconds(10);

  /** Each publisher has a data directory of its own: files and state. */
  private final PublishBench one = new PublishBench();

  private final PublishBench other = new PublishBench(one.network);

  TakeOverTest() {
    other.leadership.set(false);
    other.setTarget(PublishBench.target("a"));
    other.start();
    one.started("a");
  }

  private void assertPublishes(PublishBench leader, String content) {
    leader.change(content);
    leader.pass(WHILE);
    one.assertHas("a", content);
    assertThat(leader.standing("a").isCurrent()).isTrue();
  }

  private void handOver(PublishBench from, PublishBench to) {
    from.leadership.set(false);
    from.pass(WHILE);
    to.clock.set(from.clock.instant().plusSeconds(1));
    to.leadership.set(true);
  }

  @Test
  void leadership_thereAndBack_isFollowedByEveryEdge() {
    assertPublishes(one, "second");
    handOver(one, other);
    assertPublishes(other, "third");
    handOver(other, one);

    assertPublishes(one, "fourth");
  }

  /** What the first one has on its shelf is what is to be had again; its version is of old. */
  @Test
  void leadership_thereAndBackToTheContentOfBefore_isFollowedByEveryEdge() {
    handOver(one, other);
    assertPublishes(other, "second");
    handOver(other, one);
    one.pass(WHILE);

    one.assertHas("a", "first");
    assertThat(one.standing("a").isCurrent()).isTrue();
    assertThat(one.edge("a").accepted()).isSorted();
  }

  @Test
  void publishOnce_ofTheContentOfBefore_isFollowedByEveryEdge() {
    PublishBench byHand = new PublishBench(one.network);
    byHand.setTarget(PublishBench.target("a"));
    byHand.publisher().publishOnce("public");
    assertPublishes(one, "second");
    byHand.open();
    byHand.clock.set(one.clock.instant().plusSeconds(1));

    assertThat(byHand.publisher().publishOnce("public").isGood()).isTrue();
    one.assertHas("a", "first");
    assertThat(byHand.scheduler.waiting()).as("nothing is done later").isZero();
  }

  @Test
  void backup_thatIsRestored_reusesNoVersion() {
    assertPublishes(one, "second");
    SnapshotVersion lost = one.newest();
    one.end();
    one.loseState();
    one.loseShelf();
    one.clock.advance(Duration.ofMinutes(1));
    one.open();
    one.start();

    assertPublishes(one, "third");
    assertThat(one.newest()).isGreaterThan(lost);
  }

  @Test
  void edge_thatWasRolledBack_isLeftAsItIs() {
    one.edge("a").says(new Verdict(Code.REJECTED_OLD, "it was rolled back here"));
    assertThat(one.edge("a").offers()).hasSize(1);
    one.restart();
    one.pass(Duration.ofMinutes(30));
    SnapshotVersion anew = one.newest();
    one.pass(Duration.ofMinutes(20));

    assertThat(one.newest()).as("made anew once, and not for each refusal").isEqualTo(anew);
    assertThat(one.edge("a").taken()).hasSize(1);
  }

  @Test
  void edge_thatWasRolledBackFromWhatIsOfNow_bringsAboutNothing() {
    SnapshotVersion newest = one.newest();
    one.edge("a").says(new Verdict(Code.REJECTED_OLD, "it was rolled back here"));

    one.pass(Duration.ofMinutes(30));

    assertThat(one.newest()).isEqualTo(newest);
    assertThat(one.edge("a").offers()).hasSizeGreaterThan(1);
  }
}
