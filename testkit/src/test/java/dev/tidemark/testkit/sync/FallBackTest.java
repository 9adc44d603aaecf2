package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.dead;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.sync.Bench.list;
import static dev.tidemark.testkit.sync.Bench.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.spi.Fetch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an incremental cycle when what changed cannot be read. */
final class FallBackTest {

  private final Bench bench = new Bench(ORG, IX);

  @Test
  void incremental_windowFailsOnce_readsTheListAndTheWindowBehindIt() {
    bench.start(live(ORG, 1, 1), live(ORG, 2, 1));
    bench.upstream.put(live(ORG, 1, 3), dead(ORG, 2, 4));
    BadAnswerException failure = new BadAnswerException("cut short", true);
    bench.upstream.failOnce(what -> what instanceof Fetch.Since, failure);

    bench.incremental();

    assertThat(bench.upstream.asked())
        .containsExactly(list(IX), since(ORG, day(1)), list(ORG), since(ORG, day(1)));
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 3), dead(ORG, 2, 4));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(4));
    assertThat(bench.listener.events(SyncEvent.FellBack.class))
        .containsExactly(new SyncEvent.FellBack(ORG, failure));
  }

  @Test
  void incremental_windowsKeepFailing_theListGoesInAndTheCursorStays() {
    bench.start(live(ORG, 1, 1), live(ORG, 2, 1));
    bench.upstream.put(live(ORG, 1, 3), dead(ORG, 2, 2));
    UpstreamUnavailableException failure = new UpstreamUnavailableException("503");
    bench.upstream.fail(what -> what instanceof Fetch.Since, failure);

    bench.incremental();

    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 3), live(ORG, 2, 1));
    assertThat(bench.cursor(ORG).followedTo())
        .as("or the delete would be missed")
        .isEqualTo(day(1));
    assertThat(bench.listener.events(SyncEvent.WindowLeftOut.class))
        .containsExactly(new SyncEvent.WindowLeftOut(ORG, failure));

    bench.upstream.recover();
    bench.incremental();
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 3), dead(ORG, 2, 2));
  }

  @Test
  void incremental_rowsOfTheBrokenWindow_moveNoCursor() {
    bench.start(live(ORG, 1, 1), live(ORG, 2, 1));
    bench.upstream.put(live(ORG, 1, 9), live(ORG, 2, 9));
    bench.upstream.fail(
        what -> what instanceof Fetch.Since, new UpstreamUnavailableException("reset"));
    bench.upstream.cache(ORG, day(2));

    bench.incremental();

    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(1));
  }

  @ParameterizedTest
  @MethodSource("finalWords")
  void incremental_upstreamSaidNo_asksNoFurther(TidemarkException failure) {
    bench.start(live(ORG, 1, 1));
    bench.upstream.fail(what -> what instanceof Fetch.Since, failure);

    assertThatThrownBy(bench::incremental).isSameAs(failure);

    assertThat(bench.upstream.asked()).containsExactly(list(IX), since(ORG, day(1)));
    assertThat(bench.listener.events(SyncEvent.FellBack.class)).isEmpty();
  }

  static Stream<TidemarkException> finalWords() {
    return Stream.of(
        new RateLimitedException("later", day(101)),
        new RefusedException("go away"),
        new UnauthenticatedException("who are you"));
  }
}
