package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.PORT;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.dead;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.contract.Sample.port;
import static dev.tidemark.testkit.sync.Bench.byKey;
import static dev.tidemark.testkit.sync.Bench.list;
import static dev.tidemark.testkit.sync.Bench.since;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Asking;
import dev.tidemark.core.sync.SyncPolicy.Sweep;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Undecodable;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that are gone without a tombstone. */
final class SweepTest {

  private final Bench bench = new Bench(ORG);

  @Test
  void full_rowGoneWithoutATrace_isAskedForAndMarkedAsVanished() {
    bench.start(rows(1, 20));
    bench.upstream.remove(ORG, RowKey.of(7L));

    SyncReport report = bench.full();

    assertThat(bench.upstream.asked())
        .containsExactly(list(ORG), since(ORG, day(1)), byKey(ORG, 7));
    assertThat(row(7).vanishedAt()).hasValue(day(100));
    assertThat(row(7).isLive()).isFalse();
    assertThat(report.total().vanished()).isEqualTo(1);
    assertThat(bench.listener.events(SyncEvent.Swept.class))
        .containsExactly(new SyncEvent.Swept(ORG, 1, 1, 1));
    assertThat(lastChange().kind()).isEqualTo(Change.Kind.DELETE);
  }

  @Test
  void full_rowThatVanishedBefore_isNotAskedForAgain() {
    bench.start(rows(1, 20));
    bench.upstream.remove(ORG, RowKey.of(7L));
    bench.full();
    bench.upstream.asked();

    SyncReport report = bench.full();

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), since(ORG, day(1)));
    assertThat(report.total().changes()).isZero();
  }

  @Test
  void full_tombstoneOlderThanTheWindow_isFoundByAsking() {
    bench.start(live(ORG, 1, 1), live(ORG, 2, 9));
    bench.upstream.put(dead(ORG, 1, 3));

    bench.full();

    assertThat(row(1)).isEqualTo(dead(ORG, 1, 3));
    assertThat(bench.listener.events(SyncEvent.Swept.class))
        .containsExactly(new SyncEvent.Swept(ORG, 1, 1, 0));
  }

  @Test
  void full_vanishedRowThatIsBack_revives() {
    bench.start(rows(1, 20));
    bench.upstream.remove(ORG, RowKey.of(7L));
    bench.full();
    bench.upstream.put(live(ORG, 7, 1));

    bench.full();

    assertThat(row(7)).isEqualTo(live(ORG, 7, 1));
    assertThat(row(7).isLive()).isTrue();
    assertThat(lastChange().kind()).isEqualTo(Change.Kind.UPDATE);
  }

  @Test
  void full_rowNewerThanAStaleList_isNeitherAskedForNorMarked() {
    bench.upstream.put(live(ORG, 1, 2));
    bench.upstream.cache(ORG, day(2));
    bench.start(live(ORG, 2, 5));
    bench.upstream.remove(ORG, RowKey.of(2L));

    bench.full();

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), since(ORG, day(2)));
    assertThat(row(2).isLive()).isTrue();
  }

  /** Else it would stay for as long as nothing newer comes. */
  @Test
  void full_newestRowGoneFromALiveList_isAskedForAndMarked() {
    bench.start(live(ORG, 1, 2), live(ORG, 2, 5));
    bench.upstream.remove(ORG, RowKey.of(2L));

    bench.full();

    assertThat(bench.upstream.asked())
        .containsExactly(list(ORG), since(ORG, day(2)), byKey(ORG, 2));
    assertThat(row(2).isLive()).isFalse();
  }

  @Test
  void incremental_listOfAFallBack_isNotSweptBy() {
    bench.start(rows(1, 20));
    bench.upstream.remove(ORG, RowKey.of(7L));

    bench.incremental();

    assertThat(row(7).isLive()).isTrue();
  }

  @Test
  void full_moreGoneThanTheShare_refusesAndMarksNothing() {
    bench.start(rows(1, 100));
    bench.upstream.remove(ORG, keys(1, 11));

    SyncReport report = bench.full();

    assertThat(report.total().vanished()).isZero();
    assertThat(bench.replica.rows(ORG)).allMatch(Row::isLive);
    assertThat(bench.listener.events(SyncEvent.SweepRefused.class))
        .containsExactly(
            new SyncEvent.SweepRefused(
                ORG, 11, 100, "11 of 100 are unknown upstream, more than 5 %"));
  }

  @Test
  void full_moreGoneThanTheNumber_refusesWithoutAsking() {
    bench.start(rows(1, 100));
    bench.upstream.remove(ORG, keys(1, 11));
    SyncPolicy strict = SyncPolicy.builder().sweep(new Sweep(Asking.DEFAULTS, 10, 1)).build();

    bench.service(strict).sync(Mode.FULL);

    assertThat(bench.upstream.asked()).containsExactly(list(ORG), since(ORG, day(1)));
    assertThat(bench.listener.events(SyncEvent.SweepRefused.class))
        .extracting(SyncEvent.SweepRefused::why)
        .containsExactly("more than 10 rows are missing");
  }

  @Test
  void full_personWhoHasLooked_isObeyed() {
    bench.start(rows(1, 100));
    bench.upstream.remove(ORG, keys(1, 90));

    SyncReport report = bench.service().sync(new SyncRequest(Mode.FULL, true));

    assertThat(report.total().vanished()).isEqualTo(90);
  }

  @Test
  void full_requestsSpent_goesOnInTheNextFullCycle() {
    bench.start(rows(1, 100));
    bench.upstream.remove(ORG, keys(1, 5));
    SyncPolicy slow =
        SyncPolicy.builder()
            .sweep(new Sweep(new Asking(2, 1, Duration.ofMinutes(5)), 2_000, 0.05))
            .build();

    assertThat(bench.service(slow).sync(Mode.FULL).total().vanished()).isEqualTo(2);
    assertThat(bench.service(slow).sync(Mode.FULL).total().vanished()).isEqualTo(2);
    assertThat(bench.service(slow).sync(Mode.FULL).total().vanished()).isEqualTo(1);
    assertThat(bench.listener.events(SyncEvent.Swept.class))
        .startsWith(new SyncEvent.Swept(ORG, 5, 2, 2), new SyncEvent.Swept(ORG, 3, 2, 2));
  }

  @Test
  void full_rowThatCannotBeDecodedAnyMore_hasNotVanished() {
    bench.start(rows(1, 20));
    bench.upstream.remove(ORG, RowKey.of(7L));
    bench.upstream.put(
        new Undecodable(ORG, Optional.of(RowKey.of(7L)), "name is a number", "{\"id\":7}"));
    bench.upstream.answerByKey(true);

    bench.full();

    assertThat(row(7).isLive()).isTrue();
  }

  @Test
  void full_answerWithARowOfNoKey_provesNothing() {
    bench.start(rows(1, 20));
    bench.upstream.remove(ORG, RowKey.of(7L));
    bench.upstream.put(new Undecodable(ORG, Optional.empty(), "id is missing", "{}"));
    bench.upstream.answerByKey(true);

    bench.full();

    assertThat(row(7).isLive()).isTrue();
  }

  @Test
  void full_keyOfSeveralFields_isNotSweptAndTold() {
    Bench ports = new Bench(PORT);
    ports.start(port(1, "a", "", 1), port(1, "b", "", 1));
    ports.upstream.remove(PORT, port(1, "a", "", 1).key());

    ports.full();

    assertThat(ports.replica.rows(PORT)).allMatch(Row::isLive);
    assertThat(ports.listener.events(SyncEvent.SweepRefused.class))
        .extracting(SyncEvent.SweepRefused::why)
        .containsExactly("rows with a key of several fields cannot be asked for");
  }

  @Test
  void retention_rowsLongGone_areRemovedAndToldInTheFeed() {
    bench.start(live(ORG, 1, 1), live(ORG, 2, 1));
    SyncPolicy forgetful = SyncPolicy.builder().retention(Duration.ofDays(30)).build();
    bench.upstream.put(dead(ORG, 1, 5), live(ORG, 2, 34));
    bench.service(forgetful).sync(Mode.INCREMENTAL);
    assertThat(row(1).isTombstone()).isTrue();

    bench.upstream.put(live(ORG, 2, 36));
    SyncReport report = bench.service(forgetful).sync(Mode.INCREMENTAL);

    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 2, 36));
    assertThat(report.total().purged()).isEqualTo(1);
    assertThat(lastChange())
        .extracting(Change::key, Change::kind)
        .containsExactly(RowKey.of(1L), Change.Kind.PURGE);
  }

  private Row row(long id) {
    return bench.replica.reader().find(ORG, RowKey.of(id)).orElseThrow();
  }

  private Change lastChange() {
    var changes = bench.replica.feed().after(Position.START, Integer.MAX_VALUE);
    return changes.get(changes.size() - 1);
  }

  private static Row[] rows(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(id -> live(ORG, id, 1)).toArray(Row[]::new);
  }

  private static RowKey[] keys(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(RowKey::of).toArray(RowKey[]::new);
  }
}
