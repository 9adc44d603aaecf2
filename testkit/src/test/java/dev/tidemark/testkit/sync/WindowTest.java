package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.WORD;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.dead;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.contract.Sample.word;
import static dev.tidemark.testkit.sync.Bench.list;
import static dev.tidemark.testkit.sync.Bench.since;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a cycle asks for, and how far it then says that it has followed. */
final class WindowTest {

  private final Bench bench = new Bench(ORG, IX);

  @Test
  void full_freshReplicaAndLiveList_asksForTheListAlone() {
    bench.upstream.put(live(ORG, 1, 1), live(ORG, 2, 3), live(IX, 1, 2, "org_id", 1L));

    SyncReport report = bench.full();

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), list(IX));
    assertThat(report.requests()).isEqualTo(2);
    assertThat(report.total().inserted()).isEqualTo(3);
    assertThat(bench.cursor(ORG)).isEqualTo(new Cursor(day(3), true));
    assertThat(bench.cursor(IX)).isEqualTo(new Cursor(day(2), true));
  }

  @Test
  void full_freshReplicaAndCachedList_asksForTheWindowBehindItToo() {
    bench.upstream.put(live(ORG, 1, 1), live(ORG, 2, 3));
    bench.upstream.cache(ORG, day(3));
    bench.upstream.put(dead(ORG, 1, 5));

    bench.full();

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), list(IX), since(ORG, day(3)));
    assertThat(bench.replica.rows(ORG)).containsExactly(dead(ORG, 1, 5), live(ORG, 2, 3));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(5));
  }

  @Test
  void incremental_freshReplica_isAFullCycle() {
    bench.upstream.put(live(ORG, 1, 1));

    SyncReport report = bench.incremental();

    assertThat(report.mode()).isEqualTo(Mode.FULL);
    assertThat(bench.lastRun().mode()).isEqualTo(Mode.FULL);
    assertThat(bench.replica.rows(ORG)).hasSize(1);
  }

  @Test
  void incremental_twice_asksForWindowsAndNeverForAList() {
    bench.start(live(ORG, 1, 1), live(IX, 1, 2, "org_id", 1L));
    bench.upstream.put(live(ORG, 2, 4));

    bench.incremental();
    assertThat(bench.upstream.asked()).containsExactly(since(ORG, day(1)), since(IX, day(2)));
    bench.incremental();

    assertThat(bench.upstream.asked()).containsExactly(since(ORG, day(4)), since(IX, day(2)));
    assertThat(bench.replica.rows(ORG)).hasSize(2);
  }

  @Test
  void incremental_nothingChanged_changesNothing() {
    bench.start(live(ORG, 1, 1));

    SyncReport report = bench.incremental();

    assertThat(report.total().changes()).isZero();
    assertThat(report.total().unchanged()).isEqualTo(1);
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(1));
  }

  @Test
  void incremental_tombstone_isADeleteAndMovesTheCursor() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(dead(ORG, 1, 7));

    assertThat(bench.incremental().total().deleted()).isEqualTo(1);
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(7));
  }

  @Test
  void full_populatedReplica_asksForTheWindowSinceTheOldCursor() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(dead(ORG, 1, 4), live(ORG, 2, 6));

    bench.full();

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), list(IX), since(ORG, day(1)));
    assertThat(bench.replica.rows(ORG)).containsExactly(dead(ORG, 1, 4), live(ORG, 2, 6));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(6));
  }

  @Test
  void full_listOlderThanTheCursor_asksForTheWindowSinceTheListAndKeepsTheCursor() {
    bench.upstream.put(live(ORG, 1, 2));
    bench.upstream.cache(ORG, day(2));
    bench.start(live(ORG, 1, 9));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(9));
    bench.upstream.remove(ORG, live(ORG, 1, 9).key());

    bench.full();

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), list(IX), since(ORG, day(2)));
    assertThat(bench.cursor(ORG).followedTo()).as("never back").isEqualTo(day(9));
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 9));
  }

  @Test
  void incomplete_cursor_asksForTheWholeListOfThatType() {
    bench.start(live(ORG, 1, 1), live(IX, 1, 2, "org_id", 1L));
    bench.replica.markIncomplete(ORG);

    bench.incremental();

    assertThat(bench.upstream.asked())
        .containsExactly(list(ORG), since(ORG, day(1)), since(IX, day(2)));
    assertThat(bench.cursor(ORG).complete()).isTrue();
  }

  @Test
  void typeThatWasEmpty_isAskedForItsListUntilItHasACursor() {
    bench.start(live(ORG, 1, 1));

    bench.incremental();

    assertThat(bench.upstream.asked()).containsExactly(list(IX), since(ORG, day(1)));
  }

  /** A parent that came by key was seen in no window, and a list shows no tombstone. */
  @Test
  void typeOfParentsThatCameByKeyAlone_isFollowedFromTheBeginningOnce() {
    bench.start(dead(ORG, 5, 1), live(IX, 1, 1, "org_id", 5L));
    bench.upstream.put(dead(ORG, 5, 2), live(ORG, 6, 3));

    bench.incremental();

    assertThat(bench.upstream.asked())
        .containsExactly(list(ORG), since(ORG, Instant.EPOCH), since(IX, day(1)));
    assertThat(bench.replica.rows(ORG)).containsExactly(dead(ORG, 5, 2), live(ORG, 6, 3));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(3));

    bench.incremental();
    assertThat(bench.upstream.asked()).containsExactly(since(ORG, day(3)), since(IX, day(1)));
  }

  @Test
  void typeWithoutVersion_isAlwaysAskedForItsList() {
    Bench words = new Bench(ORG, WORD);
    words.start(live(ORG, 1, 1), word("a", ""));

    words.incremental();
    words.upstream.cache(WORD, day(1));
    words.full();

    assertThat(words.upstream.asked())
        .containsExactly(list(WORD), since(ORG, day(1)), list(ORG), list(WORD), since(ORG, day(1)));
  }

  @Test
  void cursor_isMovedByNoClock() {
    bench.start(live(ORG, 1, 1));
    bench.clock.advance(Duration.ofDays(30));

    bench.incremental();

    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(1));
  }

  @Test
  void versionBeyondTheHorizon_isStoredAndToldAndMovesNoCursor() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(live(ORG, 2, 5), live(ORG, 3, 5_000), live(ORG, 4, 6_000));

    bench.incremental();

    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(5));
    assertThat(bench.replica.rows(ORG)).hasSize(4);
    assertThat(bench.listener.events(SyncEvent.FutureVersions.class))
        .containsExactly(new SyncEvent.FutureVersions(ORG, 2, day(6_000)));
  }

  @Test
  void versionAtTheHorizon_isBelieved() {
    bench.upstream.put(live(ORG, 1, 101));

    bench.full();

    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(101));
    assertThat(bench.listener.events(SyncEvent.FutureVersions.class)).isEmpty();
  }

  @Test
  void rowOfTheFuture_isCorrectedByTheNextFull() {
    bench.start(live(ORG, 1, 1), live(ORG, 2, 5_000));
    bench.upstream.put(live(ORG, 2, 2));
    bench.upstream.cache(ORG, day(2));

    bench.full();

    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 1), live(ORG, 2, 2));
  }

  /** A machine without a battery wakes up in the past: what was believed before still holds. */
  @Test
  void clockFarBehind_neitherRollsBackNorForgetsHowToFollow() {
    bench.upstream.put(live(ORG, 1, 2), live(ORG, 2, 3));
    bench.upstream.cache(ORG, day(3));
    bench.start(live(ORG, 1, 8), live(ORG, 3, 9));
    bench.clock.set(day(-20_000));

    bench.full();

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), list(IX), since(ORG, day(3)));
    assertThat(bench.replica.rows(ORG))
        .containsExactly(live(ORG, 1, 8), live(ORG, 2, 3), live(ORG, 3, 9));
    assertThat(bench.listener.events(SyncEvent.FutureVersions.class)).isEmpty();
  }

  /** It was believed under a clock that was far ahead. */
  @Test
  void cursorAheadOfEveryRow_isPutRightByTheNextFull() {
    bench.clock.set(day(5_000));
    bench.start(live(ORG, 1, 1), live(ORG, 2, 5_000));
    bench.clock.set(day(100));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(5_000));
    bench.upstream.put(live(ORG, 2, 2));

    bench.full();

    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(2));
    bench.upstream.put(live(ORG, 1, 3));
    bench.incremental();
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 3), live(ORG, 2, 2));
  }

  @Test
  void onlyVersionsOfTheFuture_giveNoCursor() {
    bench.start(live(ORG, 1, 5_000));

    assertThat(bench.replica.cursors().cursors()).isEmpty();
  }
}
