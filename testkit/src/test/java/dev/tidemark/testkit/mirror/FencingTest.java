package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.DISABLED;
import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static dev.tidemark.testkit.mirror.MirrorBench.orgs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who does not lead any more writes nothing. */
final class FencingTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MirrorBench bench = new MirrorBench();

  @Test
  void write_laterTermHasWritten_isDisabledAndWritesNothing() {
    bench.leadership.lead(3);
    bench.started(org(1));
    anotherWritesIn(4);

    bench.live(org(2));
    bench.pass(MINUTE);

    assertThat(bench.states()).as("once").containsExactly(DISABLED);
    assertThat(bench.mirror().status().standing().reason())
        .isEqualTo("another process leads, and keeps it");
    assertThat(bench.database.rows(Sample.ORG)).containsExactly(org(1));
  }

  @Test
  void start_laterTermHasWritten_touchesNoTable() {
    bench.leadership.lead(3);
    bench.started(org(1));
    bench.end();
    anotherWritesIn(4);
    bench.open();
    List<String> steps = bench.steps();

    bench.start();
    bench.pass(MINUTE);

    bench.assertState(DISABLED);
    assertThat(steps).containsExactly("bookmark", "write");
  }

  @Test
  void lead_inALaterTerm_isKeptAgain() {
    bench.leadership.lead(3);
    bench.started(org(1));
    anotherWritesIn(4);
    bench.live(org(2));
    bench.assertState(DISABLED);

    bench.leadership.lose();
    bench.leadership.lead(5);

    bench.assertState(LIVE);
    bench.assertEqual();
  }

  /** Without a word from anybody, and without a term that the mirror would know. */
  @Test
  void write_leadLostInTheMiddle_writesNothingMore() {
    bench.replica.live(orgs(3));
    bench.replica.live(Sample.word("w", ""));
    bench.once("load org", bench.leadership::loseUnheard);

    bench.start();

    bench.assertState(DISABLED);
    assertThat(bench.database.rows(Sample.ORG)).as("what was under way").hasSize(3);
    assertThat(bench.database.rows(Sample.WORD)).isEmpty();
  }

  @Test
  void follow_leadLostInTheMiddle_writesNothingMore() {
    bench.started(org(1));
    bench.once("upsert org", bench.leadership::loseUnheard);

    bench.live(org(2));
    bench.replica.live(org(3));
    bench.pass(MINUTE);

    bench.assertState(DISABLED);
    assertThat(bench.database.rows(Sample.ORG)).hasSize(2);
    bench.leadership.lead();
    bench.assertEqual();
  }

  /** A process that does not lead may be told to work by hand, but not behind a later term. */
  @Test
  void byHand_withoutLead_worksAndIsFencedToo() {
    bench.started(org(1), org(2));
    bench.leadership.lose();
    bench.database.put(org(2, "edited"));
    assertThat(bench.repair(Sample.ORG).get(0).isDone()).isTrue();
    bench.assertEqual();

    bench.leadership.lead(3);
    anotherWritesIn(4);
    bench.database.put(org(2, "edited"));

    assertThatThrownBy(() -> bench.repair(Sample.ORG)).isInstanceOf(FencedException.class);
    assertThat(bench.database.rows(Sample.ORG)).contains(org(2, "edited"));
  }

  private void anotherWritesIn(long term) {
    bench
        .database
        .newTarget("another")
        .write(
            transaction -> {
              transaction.fence(term);
              return term;
            });
  }
}
