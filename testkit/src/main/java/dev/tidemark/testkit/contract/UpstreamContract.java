package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Upstream;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of an upstream, whatever its wire format.
 *
 * <p>An adapter's test serves the given rows itself, the way its upstream would, and returns an
 * adapter that asks this server: an HTTP adapter starts a server on the loopback interface whose
 * handler writes the rows as JSON, filtered by what the query asks. The rows are of {@link
 * Sample#ORG} and {@link Sample#IX}: an integer key {@code id}, a version {@code updated} in whole
 * seconds, and {@code status = "deleted"} in a tombstone.
 */
@Covers(Upstream.class)
public interface UpstreamContract {

  /** An adapter of an upstream that has these rows and no others. */
  Upstream newUpstream(List<Row> rows);

  @Test
  default void everything_givesLiveRowsOfThatTypeAlone() {
    Row rich =
        Row.builder(Sample.ORG)
            .set(Sample.ORG.indexOf("id"), 3L)
            .set(Sample.ORG.indexOf("name"), "Zürich \"東京\" \\ 😀\n")
            .set(Sample.ORG.indexOf("notes"), null)
            .set(Sample.ORG.indexOf("status"), "ok")
            .set(Sample.ORG.indexOf("updated"), Sample.day(3))
            .build();
    Upstream upstream =
        newUpstream(
            List.of(
                Sample.live(Sample.ORG, 1, 1),
                Sample.dead(Sample.ORG, 2, 2),
                rich,
                Sample.live(Sample.IX, 9, 1, "org_id", 1L)));

    Answer answer = fetch(upstream, new Fetch.Everything(Sample.ORG));

    assertThat(answer.rows()).containsExactlyInAnyOrder(Sample.live(Sample.ORG, 1, 1), rich);
    assertThat(answer.undecodable()).isEmpty();
    assertThat(answer.fetched().rows()).isEqualTo(2);
    assertThat(answer.fetched().unknownFields()).isEmpty();
  }

  @Test
  default void everything_ofAnEmptyType_givesNothing() {
    Answer answer =
        fetch(newUpstream(List.of(Sample.live(Sample.ORG, 1, 1))), new Fetch.Everything(Sample.IX));

    assertThat(answer.rows()).isEmpty();
    assertThat(answer.fetched().rows()).isZero();
  }

  @Test
  default void everything_manyRows_givesEachOnce() {
    Upstream upstream = newUpstream(manyOrgs());

    Answer answer = fetch(upstream, new Fetch.Everything(Sample.ORG));

    assertThat(answer.rows()).containsExactlyInAnyOrderElementsOf(manyOrgs());
    assertThat(answer.fetched().rows()).isEqualTo(manyOrgs().size());
  }

  /** An adapter may ask from a little earlier, but not from days earlier. */
  @Test
  default void since_givesWhatChangedAtOrAfterLiveAndTombstones() {
    Upstream upstream =
        newUpstream(
            List.of(
                Sample.live(Sample.ORG, 1, 1),
                Sample.dead(Sample.ORG, 2, 1),
                Sample.live(Sample.ORG, 3, 5),
                Sample.dead(Sample.ORG, 4, 6),
                Sample.live(Sample.ORG, 5, 7),
                Sample.live(Sample.IX, 9, 9, "org_id", 1L)));

    Answer answer = fetch(upstream, new Fetch.Since(Sample.ORG, Sample.day(5)));

    assertThat(answer.rows())
        .containsExactlyInAnyOrder(
            Sample.live(Sample.ORG, 3, 5),
            Sample.dead(Sample.ORG, 4, 6),
            Sample.live(Sample.ORG, 5, 7));
    assertThat(answer.fetched().rows()).isEqualTo(3);
    assertThat(answer.fetched().cachedAsOf()).as("a window is answered live").isEmpty();
  }

  @Test
  default void since_manyRows_givesEachAtLeastOnce() {
    Answer answer = fetch(newUpstream(manyOrgs()), new Fetch.Since(Sample.ORG, Sample.day(1)));

    assertThat(answer.rows()).containsAll(manyOrgs());
  }

  @Test
  default void byKey_givesThoseLiveAndTombstonesAndIgnoresUnknown() {
    Upstream upstream =
        newUpstream(
            List.of(
                Sample.live(Sample.ORG, 1, 1),
                Sample.dead(Sample.ORG, 2, 2),
                Sample.live(Sample.ORG, 3, 3)));

    Answer answer = fetch(upstream, byKey(2, 404, 1));

    assertThat(answer.rows())
        .containsExactlyInAnyOrder(Sample.live(Sample.ORG, 1, 1), Sample.dead(Sample.ORG, 2, 2));
    assertThat(answer.fetched().rows()).isEqualTo(2);
    assertThat(answer.fetched().cachedAsOf()).as("named keys are answered live").isEmpty();
  }

  @Test
  default void byKey_unknownKeysAlone_givesNothing() {
    assertThat(fetch(newUpstream(List.of(Sample.live(Sample.ORG, 1, 1))), byKey(404)).rows())
        .isEmpty();
  }

  @Test
  default void fetch_again_givesTheSame() {
    Upstream upstream = newUpstream(manyOrgs());
    Fetch what = new Fetch.Everything(Sample.ORG);

    assertThat(fetch(upstream, what).rows()).isEqualTo(fetch(upstream, what).rows());
  }

  @Test
  default void fetch_sinkThrows_passesItOnAndIsUsableAgain() {
    Upstream upstream = newUpstream(manyOrgs());
    IllegalStateException full = new IllegalStateException("sink is full");
    Fetch what = new Fetch.Everything(Sample.ORG);

    assertThatThrownBy(() -> upstream.fetch(what, new FailingSink(full))).isSameAs(full);

    assertThat(fetch(upstream, what).rows()).hasSize(manyOrgs().size());
  }

  @Test
  default void fetch_onAnInterruptedThread_isCancelledAndStaysInterrupted() {
    Upstream upstream = newUpstream(manyOrgs());
    Fetch what = new Fetch.Everything(Sample.ORG);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> fetch(upstream, what))
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("org");
      assertThat(Thread.currentThread().isInterrupted()).as("still interrupted").isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(fetch(upstream, what).rows()).hasSize(manyOrgs().size());
  }

  @Test
  default void fetched_requestsAndBytes_areNotNegative() {
    Fetched fetched = fetch(newUpstream(manyOrgs()), new Fetch.Everything(Sample.ORG)).fetched();

    assertThat(fetched.requests()).isPositive();
    assertThat(fetched.bytes()).isNotNegative();
  }

  private static List<Row> manyOrgs() {
    return LongStream.rangeClosed(1, 1_001).mapToObj(id -> Sample.live(Sample.ORG, id, 1)).toList();
  }

  private static Fetch byKey(long... ids) {
    return new Fetch.ByKey(Sample.ORG, LongStream.of(ids).mapToObj(RowKey::of).toList());
  }

  private static Answer fetch(Upstream upstream, Fetch what) {
    return Answer.of(upstream, what);
  }
}
