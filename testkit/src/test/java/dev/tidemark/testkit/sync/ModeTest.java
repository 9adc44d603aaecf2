package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.sync.Bench.list;
import static dev.tidemark.testkit.sync.Bench.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncEvent.FullForced;
import dev.tidemark.core.sync.SyncEvent.FullForced.Reason;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Upstream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a cycle is a full one though an incremental one was asked for. */
final class ModeTest {

  private final Bench bench = new Bench(ORG);
  private final Bench two = new Bench(ORG, IX);

  @Test
  void incremental_freshReplica_isFullAndSaysWhy() {
    bench.upstream.put(live(ORG, 1, 1));

    assertThat(bench.incremental().mode()).isEqualTo(Mode.FULL);

    assertThat(bench.listener.events(FullForced.class))
        .containsExactly(new FullForced(1, Reason.FRESH));
  }

  @Test
  void incremental_lastFullADayAgo_isFullAndTheJournalSaysSo() {
    bench.start(live(ORG, 1, 1));
    bench.clock.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(bench.incremental().mode()).isEqualTo(Mode.INCREMENTAL);

    bench.clock.advance(Duration.ofMillis(1));
    SyncReport report = bench.incremental();

    assertThat(report.mode()).isEqualTo(Mode.FULL);
    assertThat(bench.lastRun().mode()).isEqualTo(Mode.FULL);
    assertThat(bench.listener.events(FullForced.class))
        .containsExactly(new FullForced(3, Reason.OVERDUE));
    assertThat(bench.upstream.asked())
        .containsExactly(since(ORG, day(1)), list(ORG), since(ORG, day(1)));
  }

  @Test
  void incremental_afterAFullThatFailed_isFullAgain() {
    bench.start(live(ORG, 1, 1));
    bench.clock.advance(Duration.ofHours(25));
    bench.upstream.fail(what -> true, new BadAnswerException("not now", false));
    assertThatThrownBy(bench::incremental).hasMessage("not now");
    bench.upstream.recover();

    assertThat(bench.incremental().mode()).isEqualTo(Mode.FULL);
    assertThat(bench.incremental().mode()).isEqualTo(Mode.INCREMENTAL);
  }

  @Test
  void incremental_lastFullFarAheadOfTheClock_isFull() {
    bench.clock.advance(Duration.ofDays(400));
    bench.start(live(ORG, 1, 1));

    bench.clock.advance(Duration.ofDays(-400));

    assertThat(bench.incremental().mode()).isEqualTo(Mode.FULL);
    assertThat(bench.incremental().mode()).isEqualTo(Mode.INCREMENTAL);
  }

  @Test
  void incremental_fullIntervalOfZero_isNeverForced() {
    bench.start(live(ORG, 1, 1));
    bench.clock.advance(Duration.ofDays(1_000));
    SyncPolicy policy = SyncPolicy.builder().fullInterval(Duration.ZERO).build();

    assertThat(bench.service(policy).sync(Mode.INCREMENTAL).mode()).isEqualTo(Mode.INCREMENTAL);
  }

  @Test
  void incremental_upstreamSeenWithOtherEyes_isFullOnce() {
    bench.upstream.put(live(ORG, 1, 1));
    sync(new Seen("without key"));
    assertThat(sync(new Seen("without key")).mode()).isEqualTo(Mode.INCREMENTAL);

    assertThat(sync(new Seen("with a key")).mode()).isEqualTo(Mode.FULL);
    assertThat(sync(new Seen("with a key")).mode()).isEqualTo(Mode.INCREMENTAL);

    assertThat(bench.listener.events(FullForced.class))
        .containsExactly(new FullForced(1, Reason.FRESH), new FullForced(3, Reason.IDENTITY));
    assertThat(bench.listener.events(SyncEvent.CycleStarted.class))
        .extracting(SyncEvent.CycleStarted::mode)
        .containsExactly(Mode.FULL, Mode.INCREMENTAL, Mode.FULL, Mode.INCREMENTAL);
  }

  /** What was left out still shows what others saw, however rarely a full cycle is forced. */
  @Test
  void incremental_typeLeftOutUnderOtherEyes_isFullUntilAllTypesAreRead() {
    bench.upstream.put(live(ORG, 1, 1));
    syncByType(new Seen("without key"));
    Seen withKey = new Seen("with a key");
    bench.upstream.fail(what -> what.type().equals(IX), new BadAnswerException("no", false));

    assertThat(syncByType(withKey).failures()).containsOnlyKeys(IX);
    assertThat(syncByType(withKey).mode()).isEqualTo(Mode.FULL);
    assertThat(syncByType(new Seen("without key")).mode()).isEqualTo(Mode.FULL);
    bench.upstream.recover();

    assertThat(syncByType(withKey).mode()).isEqualTo(Mode.FULL);
    assertThat(syncByType(withKey).mode()).isEqualTo(Mode.INCREMENTAL);
  }

  private SyncReport syncByType(Upstream upstream) {
    SyncPolicy policy =
        SyncPolicy.builder().atomicity(Atomicity.PER_TYPE).fullInterval(Duration.ZERO).build();
    return two.service(policy, upstream, two.journal).sync(Mode.INCREMENTAL);
  }

  private SyncReport sync(Upstream upstream) {
    return bench.service(SyncPolicy.defaults(), upstream, bench.journal).sync(Mode.INCREMENTAL);
  }

  private final class Seen implements Upstream {

    private final String identity;

    Seen(String identity) {
      this.identity = identity;
    }

    @Override
    public Fetched fetch(Fetch what, RowSink into) {
      return bench.upstream.fetch(what, into);
    }

    @Override
    public String identity() {
      return identity;
    }
  }
}
