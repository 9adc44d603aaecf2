package dev.tidemark.testkit.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.FeedEvent;
import dev.tidemark.core.feed.FeedRetention;
import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.RetentionPolicy;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One organisation changes once a day; the feed has an entry a day from the first of January. */
final class FeedRetentionTest {

  private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
  private final InMemoryReplica replica = new InMemoryReplica(Sample.SCHEMA);
  private final RecordingListener told = new RecordingListener();
  private final List<Follower> followers = new ArrayList<>();
  private long cycle;

  @Test
  void tend_noFollowers_forgetsWhatIsOld() {
    days(10);
    retention(Duration.ofDays(3), 1_000).tend();

    assertThat(positions()).containsExactly(8L, 9L, 10L);
  }

  @Test
  void tend_followerBehind_waitsForItAndRemembersWhereItStands() {
    organisations(10);
    clock.advance(Duration.ofDays(10));
    followers.add(follower(4));
    retention(Duration.ofDays(3), 1_000).tend();

    assertThat(positions()).first().isEqualTo(4L);
    assertThat(told.events(FeedEvent.FollowerCutLoose.class)).isEmpty();
  }

  @Test
  void tend_followerBehindTheCeiling_isCutLooseAndToldOnce() {
    organisations(10);
    clock.advance(Duration.ofDays(10));
    followers.add(follower(2));
    followers.add(follower(8));
    FeedRetention retention = retention(Duration.ofDays(3), 5);
    retention.tend();
    retention.tend();

    assertThat(positions()).containsExactly(8L, 9L, 10L);
    assertThat(told.events(FeedEvent.FollowerCutLoose.class))
        .containsExactly(new FeedEvent.FollowerCutLoose(follower(2), 8));
  }

  /** It is lost only when what it needs is forgotten, and that is not before it is old. */
  @Test
  void tend_followerBehindTheCeilingInAYoungFeed_losesNothing() {
    organisations(10);
    followers.add(follower(2));
    retention(Duration.ofDays(3), 5).tend();

    assertThat(positions()).hasSize(10);
    assertThat(told.events(FeedEvent.FollowerCutLoose.class)).isEmpty();
  }

  @Test
  void tend_whileAFollowerIsWaitedFor_forgetsWhatHasChangedAgain() {
    days(10);
    followers.add(follower(2));
    retention(Duration.ofDays(3), 1_000).tend();

    assertThat(positions()).containsExactly(2L, 8L, 9L, 10L);
  }

  @Test
  void tend_followerThatNeedsEveryChange_losesNoneThatItHasNotPassed() {
    days(10);
    followers.add(new Follower("rollup changes", new Position(5), true));
    retention(Duration.ofDays(3), 1_000).tend();

    assertThat(positions()).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void tend_followerThatNeedsEveryChangeAndHasSeenNone_losesNone() {
    days(10);
    followers.add(follower(8));
    followers.add(new Follower("rollup changes", Position.START, true));
    retention(Duration.ofDays(3), 1_000).tend();

    assertThat(positions()).hasSize(10);
  }

  /** What it does not take in is lost for good, which no database of a mirror is. */
  @Test
  void tend_followerThatNeedsEveryChangeBehindTheCeiling_isWaitedForAllTheSame() {
    days(10);
    followers.add(new Follower("rollup changes", Position.START, true));
    retention(Duration.ofDays(3), 2).tend();

    assertThat(positions()).hasSize(10);
  }

  @Test
  void tend_everythingOld_keepsTheLastChange() {
    days(3);
    clock.advance(Duration.ofDays(100));
    retention(Duration.ofDays(3), 1_000).tend();

    assertThat(positions()).containsExactly(3L);
  }

  @Test
  void tend_anythingForgotten_saysWhat() {
    days(10);
    FeedRetention retention = retention(Duration.ofDays(3), 1_000);

    assertThat(retention.tend()).contains(new FeedEvent.FeedPruned(new Position(7), 0));
    assertThat(retention.tend()).isEmpty();
  }

  @Test
  void tend_interrupted_leavesWhatHasChangedAgainForTheNextTime() {
    days(10);
    followers.add(follower(2));
    Thread.currentThread().interrupt();
    retention(Duration.ofDays(3), 1_000).tend();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(positions()).hasSize(9);

    retention(Duration.ofDays(3), 1_000).tend();
    assertThat(positions()).containsExactly(2L, 8L, 9L, 10L);
  }

  private FeedRetention retention(Duration keep, long ceiling) {
    RetentionPolicy policy = new RetentionPolicy(keep, ceiling);
    return new FeedRetention(replica.feed(), () -> followers, () -> policy, clock, told);
  }

  private static Follower follower(long position) {
    return new Follower("mirror at " + position, new Position(position));
  }

  private List<Long> positions() {
    return replica.feed().after(Position.START, 1_000).stream()
        .map(Change::position)
        .map(Position::value)
        .toList();
  }

  private void days(int count) {
    for (int day = 1; day <= count; day++) {
      apply(List.of(Sample.live(Sample.ORG, 1, day)));
      clock.advance(Duration.ofDays(1));
    }
  }

  private void organisations(int count) {
    apply(IntStream.rangeClosed(1, count).mapToObj(id -> Sample.live(Sample.ORG, id, 1)).toList());
  }

  private void apply(List<Row> rows) {
    try (Staging staging = replica.store().stage(Mode.INCREMENTAL)) {
      rows.forEach(staging.sink(Sample.ORG, Source.LIVE)::row);
      replica
          .store()
          .apply(
              staging,
              new ApplyPlan(
                  ++cycle,
                  clock.instant(),
                  Sample.day(1_000),
                  Set.of(Sample.ORG),
                  Map.of(),
                  Set.of(),
                  Optional.empty(),
                  "test"));
    }
  }
}
