package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotEvent.PushEnded;
import dev.tidemark.core.snapshot.SnapshotEvent.PushFailed;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.TargetStanding;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.testkit.fake.InMemoryNetwork;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every target gets the newest, whatever befalls it. */
final class DeliveryTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final PublishBench bench = new PublishBench();

  @Test
  void start_publishesAtOnce() {
    bench.started("a", "b");

    bench.assertHas("a", "first");
    bench.assertHas("b", "first");
    assertThat(bench.standing("a").isCurrent()).isTrue();
  }

  /** Scenario 6: what the publisher knows costs nothing; after a restart it costs a greeting. */
  @Test
  void secondPublish_unchangedContent_transfersNothing() {
    bench.started("a");
    bench.store.touch();
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.edge("a").offers()).hasSize(1);

    bench.restart();

    assertThat(bench.edge("a").offers()).hasSize(2);
    assertThat(bench.edge("a").accepted()).hasSize(1);
    assertThat(lastEnded().delivery())
        .isEqualTo(new Delivery(Verdict.of(Code.ALREADY_HAVE), Delivery.Way.NOTHING, 0));
  }

  private PushEnded lastEnded() {
    List<PushEnded> all = bench.told.events(PushEnded.class);
    return all.get(all.size() - 1);
  }

  /** Scenario 7. */
  @Test
  void target_offlineDuringThePublish_convergesWithoutAnyChange() {
    bench.setTarget(PublishBench.target("late"));
    bench.started("a");
    bench.pass(LONG);
    bench.edge("late");

    bench.pass(LONG);

    bench.assertHas("late", "first");
    assertThat(bench.standing("late").attempts()).isZero();
    assertThat(bench.standing("late").error()).isEmpty();
  }

  /** Of an application that does not keep the book in memory; it is told once. */
  @Test
  void book_thatCannotBeRead_keepsNothingFromTheTargets() {
    PublishBench loading =
        new PublishBench(new InMemoryNetwork(), PublishBench.STATE.bounded("snapshot_delivery", 1));
    loading.started("a", "b");
    loading.end();
    loading.open();
    loading.tearBook(true);
    loading.start();
    loading.change("second");
    loading.pass(LONG);

    loading.assertHas("a", "second");
    loading.assertHas("b", "second");
    assertThat(loading.told.events(SnapshotEvent.DeliveryUnknown.class))
        .singleElement()
        .satisfies(event -> assertThat(event.cause()).hasMessageContaining("told to fail"));

    loading.tearBook(false);
    loading.change("third");
    loading.pass(LONG);

    loading.assertHas("a", "third");
    assertThat(loading.standing("a").isCurrent()).isTrue();
    assertThat(loading.standing("b").isCurrent()).isTrue();
  }

  /** Scenario 8. */
  @Test
  void targets_unreadableOnce_snapshotIsPushedAtTheNextAttempt() {
    bench.targetsUnreadable();
    bench.started("a");
    bench.assertHas("a", "");
    bench.targetsReadable();

    bench.pass(SECOND);

    bench.assertHas("a", "first");
  }

  @Test
  void targets_unreadableForLong_isToldOnceAndThoseThatWereKnownAreServed() {
    bench.started("a");
    bench.targetsUnreadable();
    bench.change("second");
    bench.pass(LONG);
    bench.assertHas("a", "second");
    bench.targetsReadable();
    bench.pass(SECOND);
    bench.targetsUnreadable();
    bench.pass(LONG);

    assertThat(bench.told.events(SnapshotEvent.TargetsUnreadable.class)).hasSize(2);
  }

  /** Scenario 9. */
  @Test
  void newTarget_withoutAnyChange_receivesTheCurrentSnapshot() {
    bench.started("a");
    bench.addTarget("b");

    bench.publisher().targetsChanged();
    bench.pass(Duration.ZERO);

    bench.assertHas("b", "first");
    assertThat(bench.edge("a").offers()).hasSize(1);
  }

  @Test
  void newTarget_addedByAnotherProcess_isServedWithinThePollInterval() {
    bench.started("a");
    bench.addTarget("b");

    bench.pass(SECOND);

    bench.assertHas("b", "first");
  }

  /** Scenario 20, with a token that moves whoever has written. */
  @Test
  void write_throughAnyConnection_isPublished() {
    bench.started("a");
    bench.change("second");

    bench.pass(Duration.ofSeconds(2));

    bench.assertHas("a", "second");
  }

  @Test
  void removedTarget_getsNothingAnyMoreAndIsForgotten() {
    bench.started("a", "b");
    bench.removeTarget("a");
    bench.publisher().targetsChanged();
    bench.change("second");
    bench.pass(LONG);

    bench.assertHas("a", "first");
    bench.assertHas("b", "second");
    assertThat(bench.standing().targets())
        .extracting(each -> each.target().name())
        .containsExactly("b");
    bench.addTarget("a").says(Verdict.of(Code.REJECTED_BUSY));
    bench.publisher().targetsChanged();
    bench.pass(Duration.ZERO);
    assertThat(bench.standing("a").acknowledged()).isEmpty();
  }

  @Test
  void disabledTarget_getsNothingUntilItIsEnabledAgain() {
    bench.started("a");
    Target on = PublishBench.target("a");
    bench.setTarget(new Target(on.snapshot(), "a", on.strategy(), on.endpoint(), false));
    bench.publisher().targetsChanged();
    bench.change("second");
    bench.pass(LONG);
    bench.assertHas("a", "first");
    assertThat(bench.standing("a").acknowledged()).isPresent();
    bench.setTarget(on);
    bench.publisher().targetsChanged();
    bench.pass(Duration.ZERO);

    bench.assertHas("a", "second");
  }

  @Test
  void target_atAnotherEndpoint_isPushedToAtOnceWhateverHadFailed() {
    bench.setTarget(PublishBench.target("a"));
    bench.start();
    bench.pass(LONG);
    bench.edge("b");
    bench.setTarget(
        new Target(PublishBench.NAME, "a", Strategy.TIDEMARK, PublishBench.endpoint("b"), true));

    bench.publisher().targetsChanged();
    bench.pass(Duration.ZERO);

    bench.assertHas("b", "first");
    assertThat(bench.standing("a").attempts()).isZero();
  }

  @Test
  void target_atAnotherEndpoint_hasNotWhatTheOldOneHad() {
    bench.started("a");
    bench.setTarget(new Target(PublishBench.NAME, "a", Strategy.TIDEMARK, "nowhere:1", true));
    bench.publisher().targetsChanged();
    bench.pass(Duration.ZERO);

    assertThat(bench.standing("a").acknowledged()).isEmpty();
    assertThat(bench.standing("a").attempts()).isEqualTo(1);
  }

  @Test
  void target_removedWhileNobodyPublished_isForgotten() {
    bench.started("a");
    bench.end();
    bench.removeTarget("a");
    bench.open();
    bench.start();
    bench.setTarget(
        new Target(PublishBench.NAME, "a", Strategy.TIDEMARK, PublishBench.endpoint("a"), false));
    bench.publisher().targetsChanged();
    bench.pass(Duration.ZERO);

    assertThat(bench.standing("a").acknowledged()).isEmpty();
  }

  @Test
  void targets_twoOfOneName_firstCounts() {
    Target second = new Target(PublishBench.NAME, "a", Strategy.TIDEMARK, "b:9443", true);
    bench.provider.set(() -> List.of(PublishBench.target("a"), second));
    bench.open();
    bench.edge("a");
    bench.edge("b");
    bench.start();

    bench.assertHas("a", "first");
    assertThat(bench.edge("b").offers()).isEmpty();
  }

  @Test
  void noop_isListedAndNeverPushedTo() {
    bench.edge("quiet");
    bench.setTarget(
        new Target(
            PublishBench.NAME, "quiet", Strategy.NOOP, PublishBench.endpoint("quiet"), true));
    bench.started("a");
    bench.pass(LONG);

    assertThat(bench.edge("quiet").offers()).isEmpty();
    assertThat(bench.standing("quiet").target().strategy()).isEqualTo(Strategy.NOOP);
    assertThat(bench.standing("quiet").wanted()).isEmpty();
  }

  @Test
  void target_ofAnotherSnapshot_isLeftAlone() {
    bench.edge("other");
    bench.setTarget(
        new Target("other", "other", Strategy.TIDEMARK, PublishBench.endpoint("other"), true));
    bench.started("a");
    bench.pass(LONG);

    assertThat(bench.edge("other").offers()).isEmpty();
  }

  @Test
  void rejection_isWrittenDownAndTriedAgain() {
    bench.addTarget("a").says(new Verdict(Code.REJECTED_DISK, "no room for 5 bytes"));
    bench.start();
    TargetStanding stands = bench.standing("a");
    assertThat(stands.error()).contains("REJECTED_DISK: no room for 5 bytes");
    assertThat(stands.attempts()).isEqualTo(1);
    assertThat(stands.acknowledged()).isEmpty();
    assertThat(stands.nextTry().orElseThrow())
        .isBetween(bench.clock.instant().plusMillis(500), bench.clock.instant().plusSeconds(1));
    bench.edge("a").saysWhatItThinks();

    bench.pass(SECOND);

    bench.assertHas("a", "first");
    assertThat(bench.standing("a").last().orElseThrow().verdict()).isEqualTo("ACCEPTED");
  }

  @Test
  void push_withoutVerdict_isNotAcknowledged() {
    bench.addTarget("a");
    bench.network.cutAt(PublishBench.endpoint("a"), Step.VERDICT);
    bench.start();
    assertThat(bench.standing("a").acknowledged()).isEmpty();
    assertThat(bench.told.events(PushFailed.class)).hasSize(1);

    bench.pass(SECOND);

    assertThat(bench.standing("a").isCurrent()).isTrue();
    assertThat(lastEnded().delivery().verdict().code()).isEqualTo(Code.ALREADY_HAVE);
  }

  @Test
  void failures_inARow_areFurtherAndFurtherApartAndNeverQuiteTheSame() {
    bench.setTarget(PublishBench.target("away"));
    bench.start();
    bench.pass(Duration.ofHours(2));

    List<Duration> waits =
        bench.told.events(PushFailed.class).stream().map(PushFailed::next).toList();
    for (int i = 0; i < waits.size(); i++) {
      Duration longest = Duration.ofSeconds(Math.min(300, 1L << i));
      assertThat(waits.get(i)).isBetween(longest.dividedBy(2), longest);
    }
    assertThat(waits.subList(10, waits.size())).doesNotHaveDuplicates().hasSizeGreaterThan(20);
  }

  @Test
  void failures_behindASuccess_areCountedAnew() {
    bench.setTarget(PublishBench.target("a"));
    bench.start();
    bench.pass(LONG);
    bench.edge("a");
    bench.pass(LONG);
    bench.assertHas("a", "first");
    bench.told.clear();
    bench.network.turnAway("origin");
    bench.change("second");
    bench.pass(Duration.ofMillis(1_600));

    assertThat(bench.standing("a").attempts()).isEqualTo(1);
    assertThat(bench.told.events(PushFailed.class).get(0).next())
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void changes_duringTheBackoff_doNotHurryIt() {
    bench.setTarget(PublishBench.target("away"));
    bench.start();
    for (int i = 0; i < 300; i++) {
      bench.change("content " + i);
      bench.pass(SECOND);
    }

    assertThat(bench.told.events(PushFailed.class)).hasSizeLessThan(20);
    bench.edge("away");
    bench.pass(LONG);
    assertThat(bench.edge("away").accepted()).containsExactly(bench.newest());
  }

  @Test
  void reconcile_targetThatLostWhatItHad_getsItAgain() {
    bench.started("a");
    bench.edge("a").forget();
    bench.pass(Duration.ofMinutes(9));
    bench.assertHas("a", "");

    bench.pass(Duration.ofMinutes(1));

    bench.assertHas("a", "first");
  }

  @Test
  void reconcile_targetThatHasIt_costsAGreetingEachTime() {
    bench.started("a");
    bench.pass(Duration.ofHours(1));

    assertThat(bench.edge("a").offers()).hasSize(7);
    assertThat(bench.edge("a").accepted()).hasSize(1);
  }

  @Test
  void weakStateLost_everyTargetIsGreeted() {
    bench.started("a");
    bench.end();
    bench.loseWeakState();
    bench.open();
    bench.start();

    assertThat(bench.edge("a").offers()).hasSize(2);
    assertThat(bench.standing("a").isCurrent()).isTrue();
  }

  /** The target has missed what was between. */
  @Test
  void content_thatIsBackAtWhatTheTargetHas_isNotSentAgain() {
    bench.started("a");
    bench.network.turnAway("origin");
    bench.change("second");
    bench.pass(Duration.ofSeconds(2));
    bench.change("first");
    bench.pass(Duration.ofSeconds(2));
    bench.healed();
    bench.pass(LONG);

    assertThat(bench.edge("a").accepted()).hasSize(1);
    assertThat(bench.standing("a").isCurrent()).isTrue();
  }

  @Test
  void clock_setBackOrForth_changesNoWait() {
    bench.setTarget(PublishBench.target("away"));
    bench.started("a");
    bench.clock.advance(Duration.ofDays(-30));
    bench.pass(Duration.ofMinutes(20));
    bench.clock.advance(Duration.ofDays(300));
    bench.pass(Duration.ofMinutes(20));

    assertThat(bench.edge("a").offers()).hasSize(5);
    assertThat(bench.told.events(PushFailed.class)).hasSizeBetween(14, 30);
  }
}
