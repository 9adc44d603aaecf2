package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.OutOfMemoryGuardException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Undecodable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What stops a cycle before it does harm. */
final class GuardTest {

  private static final long MEGABYTE = 1024 * 1024;

  private final Bench bench = new Bench(ORG);

  @Test
  void full_listOfLessThanHalf_isNotBelieved() {
    bench.start(rows(1, 100));
    bench.upstream.remove(ORG, keys(41, 100));

    assertThatThrownBy(bench::full)
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining(
            "read the list of org: expected at least 50 % of the 100 live rows that are stored, found 40");

    assertThat(bench.replica.rows(ORG)).hasSize(100);
    assertThat(bench.lastRun().ended().orElseThrow().outcome()).isInstanceOf(Run.Failed.class);
  }

  @Test
  void full_emptyList_isNotBelieved() {
    bench.start(rows(1, 20));
    bench.upstream.remove(ORG, keys(1, 20));

    assertThatThrownBy(bench::full).hasMessageContaining("found 0");

    assertThat(bench.replica.rows(ORG)).hasSize(20);
  }

  @Test
  void full_shortListThatAPersonAccepts_goesIn() {
    bench.start(rows(1, 100));
    bench.upstream.remove(ORG, keys(41, 100));

    bench.service().sync(new SyncRequest(Mode.FULL, true));

    assertThat(bench.lastRun().ended().orElseThrow().outcome()).isInstanceOf(Run.Succeeded.class);
  }

  @Test
  void full_shortListOfASmallType_goesIn() {
    bench.start(rows(1, 9));
    bench.upstream.remove(ORG, keys(1, 9));

    assertThat(bench.full().mode()).isEqualTo(Mode.FULL);
  }

  @Test
  void cycle_tooManyUndecodableRows_stopsAndKeepsTheReplica() {
    bench.upstream.put(rows(1, 50));
    LongStream.rangeClosed(101, 111).forEach(id -> bench.upstream.put(undecodable(id)));

    assertThatThrownBy(bench::full)
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining(
            "fetch org: expected at most 10 % of rows that cannot be decoded, found 11 of 61");

    assertThat(bench.replica.rows(ORG)).isEmpty();
    assertThat(bench.replica.held().quarantined(100)).isEmpty();
  }

  @Test
  void cycle_fewUndecodableRows_goesOn() {
    bench.upstream.put(live(ORG, 1, 1));
    LongStream.rangeClosed(101, 110).forEach(id -> bench.upstream.put(undecodable(id)));

    assertThat(bench.full().total().quarantined()).isEqualTo(10);
  }

  @Test
  void cycle_liveHeapAboveItsLimit_stopsBeforeAnythingIsWritten() {
    bench.upstream.put(rows(1, 5));
    bench.memory.set(500 * MEGABYTE, 450 * MEGABYTE, OptionalLong.empty());

    assertThatThrownBy(bench::full)
        .isInstanceOf(OutOfMemoryGuardException.class)
        .hasMessageContaining("expected at most 400 MB of heap in use, found 450 MB");

    assertThat(bench.replica.rows(ORG)).isEmpty();
    assertThat(bench.replica.feed().latest()).isEqualTo(Position.START);
    assertThat(bench.lastFailure().code()).isEqualTo("MEMORY");
  }

  @Test
  void cycle_heapFullOfGarbage_goesOnAndTellsThePeak() {
    bench.upstream.put(rows(1, 5));
    bench.memory.set(500 * MEGABYTE, 100 * MEGABYTE, OptionalLong.of(700 * MEGABYTE));

    bench.full();

    assertThat(bench.listener.events(SyncEvent.MemoryHigh.class))
        .containsExactly(new SyncEvent.MemoryHigh(500 * MEGABYTE, 700 * MEGABYTE));
  }

  @Test
  void cycle_memoryGuardsOff_lookAtNothing() {
    bench.upstream.put(rows(1, 5));
    bench.memory.set(5_000 * MEGABYTE, 5_000 * MEGABYTE, OptionalLong.of(9_000 * MEGABYTE));
    SyncPolicy.Guards off = new SyncPolicy.Guards(0, 0, 0, 0.5, 0.1);

    bench.service(SyncPolicy.builder().guards(off).build()).sync(Mode.FULL);

    assertThat(bench.replica.rows(ORG)).hasSize(5);
    assertThat(bench.listener.events(SyncEvent.MemoryHigh.class)).isEmpty();
  }

  private static Row[] rows(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(id -> live(ORG, id, 1)).toArray(Row[]::new);
  }

  private static RowKey[] keys(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(RowKey::of).toArray(RowKey[]::new);
  }

  private static Undecodable undecodable(long id) {
    return new Undecodable(
        ORG, Optional.of(RowKey.of(id)), "name is a number", "{\"id\":" + id + "}");
  }
}
