package dev.tidemark.app.telemetry;

import static dev.tidemark.app.telemetry.Library.AUTHOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.feed.FeedEvent;
import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.MirrorStatus.Lag;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.mirror.Standing;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class MirrorLogTest {

  private static final Comparison DRIFT =
      new Comparison(AUTHOR, new Digest(9, 1), 1, 2, 3, 0, List.of());

  private final LogLines lines = new LogLines("tidemark.mirror");
  private final MirrorLog log = new MirrorLog(lines.logger);

  @Test
  void state_isToldWithItsReasonAndTheNextTry() {
    state(MirrorState.CONNECTING, "connection refused", Optional.of(Library.NOW));
    state(MirrorState.SETUP_FAILED, "no such privilege", Optional.of(Library.NOW));
    state(MirrorState.LIVE, "", Optional.empty());
    log.on(
        new MirrorEvent.MirrorStateChanged(
            "reporting",
            MirrorState.LIVE,
            new Standing(
                MirrorState.DEGRADED, Set.of("net", "ix"), "", Library.NOW, Optional.empty())));

    assertThat(lines.told())
        .containsExactly(
            "WARN mirror changed its state mirror=reporting state=connecting from=live"
                + " reason=connection refused next_try=2026-04-16T08:30:00Z",
            "ERROR mirror changed its state mirror=reporting state=setup_failed from=live"
                + " reason=no such privilege next_try=2026-04-16T08:30:00Z",
            "INFO mirror changed its state mirror=reporting state=live from=live",
            "WARN mirror changed its state mirror=reporting state=degraded from=live"
                + " tables=ix,net");
  }

  @Test
  void tables_areToldWhereSomethingIsWithThem() {
    log.on(new MirrorEvent.CopyEnded("reporting", AUTHOR, 9));
    log.on(new MirrorEvent.ComparisonEnded("reporting", DRIFT));
    log.on(new MirrorEvent.TableRepaired("reporting", new Repaired(DRIFT, 4, 2, 0, "")));
    log.on(
        new MirrorEvent.TableRepaired(
            "reporting", new Repaired(DRIFT, 4, 0, 0, "2 of 9 rows would be removed")));

    assertThat(lines.told())
        .containsExactly(
            "INFO mirror table filled mirror=reporting table=author rows=9",
            "WARN mirror table differs from the replica mirror=reporting table=author rows=9"
                + " missing=1 extra=2 different=3",
            "INFO mirror table repaired mirror=reporting table=author written=4 removed=2"
                + " quarantined=0",
            "ERROR mirror table not repaired mirror=reporting"
                + " table=author written=4 removed=0 quarantined=0"
                + " reason=2 of 9 rows would be removed");
  }

  @Test
  void whatGoesWell_isForThoseWhoLookClosely() {
    log.on(
        new MirrorEvent.ComparisonEnded(
            "reporting", new Comparison(AUTHOR, new Digest(9, 1), 0, 0, 0, 0, List.of())));
    log.on(new MirrorEvent.ChangesApplied("reporting", new Position(7), 3, Lag.NONE));
    log.on(new MirrorEvent.RowReleased("reporting", AUTHOR, RowKey.of(1L)));

    assertThat(lines.told()).hasSize(3).allMatch(line -> line.startsWith("DEBUG "));
  }

  @Test
  void rowsThatAreRefused_areToldOneByOneForTheFirstFewOnly() {
    LongStream.rangeClosed(1, 1_000).forEach(this::refuse);

    assertThat(lines.told())
        .hasSize(6)
        .startsWith(
            "WARN mirror does not take a row mirror=reporting table=author key=1 reason=too long")
        .endsWith(
            "WARN mirror does not take more rows of the table, mirror status lists them"
                + " mirror=reporting table=author");

    state(MirrorState.LIVE, "", Optional.empty());
    refuse(7);
    assertThat(lines.told()).hasSize(2);
  }

  private void refuse(long key) {
    log.on(new MirrorEvent.RowQuarantined("reporting", AUTHOR, RowKey.of(key), "too long"));
  }

  @Test
  void tableThatFailsAgainAndAgain_isToldOnce() {
    for (int i = 0; i < 3; i++) {
      log.on(
          new MirrorEvent.TableFailed(
              "reporting", AUTHOR, new MirrorUnavailableException("locked", null)));
    }
    log.on(
        new MirrorEvent.TableFailed("reporting", AUTHOR, new IllegalStateException("no such row")));

    assertThat(lines.told())
        .containsExactly(
            "WARN mirror table failed, the others go on mirror=reporting table=author"
                + " code=MIRROR_UNAVAILABLE reason=locked",
            "ERROR mirror table failed, the others go on mirror=reporting table=author code=BUG");
  }

  @Test
  void placeInTheFeed_lost_isTold() {
    log.on(new MirrorEvent.PlaceLost("reporting", new Position(12), "the feed is another one"));

    assertThat(lines.told())
        .containsExactly(
            "WARN mirror lost its place in the feed, all tables are compared mirror=reporting"
                + " position=12 reason=the feed is another one");
  }

  @Test
  void feed_whatBecomesOfIt_isTold() {
    FeedLog feed = new FeedLog(lines.logger);
    feed.on(new FeedEvent.FeedPruned(new Position(9), 3));
    feed.on(
        new FeedEvent.FollowerCutLoose(new Follower("mirror reporting", new Position(2)), 1_000));

    assertThat(lines.told())
        .containsExactly(
            "INFO old changes forgotten up_to=9 outdated=3",
            "WARN follower is too far behind, the feed does not wait for it any longer"
                + " follower=mirror reporting position=2 behind=1000");
  }

  private void state(MirrorState state, String reason, Optional<Instant> nextTry) {
    log.on(
        new MirrorEvent.MirrorStateChanged(
            "reporting",
            MirrorState.LIVE,
            new Standing(state, Set.of(), reason, Library.NOW, nextTry)));
  }
}
