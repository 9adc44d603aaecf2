package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.WORD;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.contract.Sample.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is in the replica when one type of a cycle fails. */
final class AtomicityTest {

  private static final UpstreamUnavailableException DOWN = new UpstreamUnavailableException("503");

  private final Bench bench = new Bench(ORG, IX, WORD);

  @Test
  void perCycle_oneTypeFails_nothingIsApplied() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(live(ORG, 1, 2));
    bench.upstream.fail(what -> what.type().equals(IX), DOWN);

    assertThatThrownBy(bench::incremental).isSameAs(DOWN);

    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 1));
  }

  @Test
  void perType_childFails_theParentAndTheUnrelatedAreApplied() {
    bench.start(live(ORG, 1, 1), live(IX, 1, 1, "org_id", 1L));
    bench.upstream.put(live(ORG, 1, 2), live(IX, 1, 5, "org_id", 1L), word("new", "neu"));
    bench.upstream.fail(what -> what.type().equals(IX), DOWN);

    SyncReport report = sync(Mode.INCREMENTAL);

    assertThat(report.failures()).isEqualTo(Map.of(IX, DOWN));
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 2));
    assertThat(bench.replica.rows(IX)).containsExactly(live(IX, 1, 1, "org_id", 1L));
    assertThat(bench.replica.rows(WORD)).containsExactly(word("new", "neu"));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(2));
    assertThat(bench.cursor(IX).followedTo()).isEqualTo(day(1));
    assertThat(bench.lastRun().ended().orElseThrow().outcome())
        .isEqualTo(
            new Run.Partial(
                report.position(),
                report.total(),
                report.requests(),
                report.bytes(),
                Map.of("ix", "503")));
  }

  @Test
  void perType_parentFails_itsChildrenAreLeftOutAndNotAskedFor() {
    bench.start(live(ORG, 1, 1), live(IX, 1, 1, "org_id", 1L));
    bench.upstream.put(live(IX, 1, 5, "org_id", 1L), word("new", "neu"));
    bench.upstream.fail(what -> what.type().equals(ORG), DOWN);

    SyncReport report = sync(Mode.INCREMENTAL);

    assertThat(report.failures().keySet()).isEqualTo(Set.of(ORG, IX));
    assertThat(bench.upstream.asked()).noneMatch(what -> what.type().equals(IX));
    assertThat(bench.replica.rows(IX)).containsExactly(live(IX, 1, 1, "org_id", 1L));
    assertThat(bench.replica.rows(WORD)).containsExactly(word("new", "neu"));
    assertThat(bench.listener.events(SyncEvent.TypeFailed.class))
        .containsExactly(new SyncEvent.TypeFailed(ORG, DOWN), new SyncEvent.TypeFailed(IX, DOWN));
  }

  @Test
  void perType_partialFull_isNoFullSuccess() {
    bench.upstream.put(live(ORG, 1, 1));
    bench.upstream.fail(what -> what.type().equals(IX), DOWN);
    sync(Mode.FULL);

    assertThat(bench.journal.lastSuccess()).isEmpty();
    assertThat(bench.journal.lastFullSuccess()).isEmpty();

    bench.upstream.recover();
    assertThat(sync(Mode.INCREMENTAL).mode()).isEqualTo(Mode.FULL);
  }

  @Test
  void perType_everythingFails_theCycleFails() {
    bench.upstream.fail(what -> true, DOWN);

    assertThatThrownBy(() -> sync(Mode.FULL)).isSameAs(DOWN);
    assertThat(bench.lastFailure().code()).isEqualTo("UPSTREAM_UNAVAILABLE");
  }

  @Test
  void perType_rateLimit_concernsAllTypesAndEndsTheCycle() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(live(ORG, 1, 2));
    RateLimitedException limited = new RateLimitedException("later", day(101));
    bench.upstream.fail(what -> what.type().equals(IX), limited);

    assertThatThrownBy(() -> sync(Mode.INCREMENTAL)).isSameAs(limited);

    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 1));
  }

  private SyncReport sync(Mode mode) {
    return bench.service(SyncPolicy.builder().atomicity(Atomicity.PER_TYPE).build()).sync(mode);
  }
}
