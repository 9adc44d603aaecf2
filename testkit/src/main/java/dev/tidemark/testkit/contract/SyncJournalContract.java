package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The contract of a journal of cycles. */
@Covers(SyncJournal.class)
public interface SyncJournalContract {

  /** A fresh and empty journal. */
  SyncJournal newJournal();

  /**
   * The same journal as after a restart, in place of the one given, which may be closed; one that
   * never leaves memory returns what it is given.
   */
  SyncJournal reopen(SyncJournal journal);

  @Test
  default void journal_empty_hasNoRuns() {
    SyncJournal journal = newJournal();

    assertThat(journal.last(10)).isEmpty();
    assertThat(journal.lastSuccess()).isEmpty();
    assertThat(journal.lastFullSuccess()).isEmpty();
    assertThat(journal.reap(at(1))).isZero();
  }

  @Test
  default void begin_showsARunThatHasNotEnded() {
    SyncJournal journal = newJournal();

    long cycle = journal.begin(Mode.FULL, at(1));

    assertThat(journal.last(10))
        .containsExactly(new Run(cycle, Mode.FULL, at(1), Optional.empty()));
    assertThat(journal.lastSuccess()).isEmpty();
  }

  @Test
  default void begin_numbersGrowWhateverTheClockSays() {
    SyncJournal journal = newJournal();

    long first = journal.begin(Mode.FULL, at(5));
    journal.end(first, succeeded(6));
    long second = reopen(journal).begin(Mode.INCREMENTAL, at(1));

    assertThat(first).isPositive();
    assertThat(second).isGreaterThan(first);
  }

  @Test
  default void end_succeeded_isKeptWhole() {
    SyncJournal journal = newJournal();
    Run.Succeeded outcome =
        new Run.Succeeded(
            new Position(Long.MAX_VALUE),
            new Tally(1, 2, 3, 4, 5, 6, 7, 8_000_000_000L, 9, 10),
            Integer.MAX_VALUE,
            Long.MAX_VALUE);
    Run.Ended ended = new Run.Ended(at(2).plusMillis(345), outcome);

    long cycle = journal.begin(Mode.INCREMENTAL, at(1).plusMillis(1));
    journal.end(cycle, ended);

    Run run = new Run(cycle, Mode.INCREMENTAL, at(1).plusMillis(1), Optional.of(ended));
    SyncJournal again = reopen(journal);
    assertThat(again.last(1)).containsExactly(run);
    assertThat(again.lastSuccess()).contains(run);
  }

  @Test
  default void end_partial_isKeptWhole() {
    SyncJournal journal = newJournal();
    Run.Partial outcome =
        new Run.Partial(
            new Position(9),
            new Tally(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            13,
            4_711,
            Map.of("net", "fetch net: 503", "zürich \"'.$[0]", "", "poc", "東京 😀 \n".repeat(900)));
    Run.Ended ended = new Run.Ended(at(2), outcome);

    long cycle = run(journal, Mode.FULL, ended);

    assertThat(reopen(journal).last(1))
        .containsExactly(new Run(cycle, Mode.FULL, at(1), Optional.of(ended)));
  }

  @Test
  default void end_partialWithoutReasons_isKept() {
    SyncJournal journal = newJournal();

    run(journal, Mode.FULL, partial(2, Map.of()));

    assertThat(reopen(journal).last(1).get(0).ended()).contains(partial(2, Map.of()));
  }

  @Test
  default void end_failed_keepsCodeAndMessageToTheLetter() {
    String message = "Zürich 東京 😀 \"'; -- \n\t" + "long ".repeat(20_000);
    SyncJournal journal = newJournal();

    long cycle = journal.begin(Mode.FULL, at(1));
    journal.end(cycle, failed(2, "UPSTREAM_BAD_ANSWER", message));

    SyncJournal again = reopen(journal);
    assertThat(again.last(1).get(0).ended()).contains(failed(2, "UPSTREAM_BAD_ANSWER", message));
    assertThat(again.lastSuccess()).isEmpty();
  }

  @Test
  default void end_withAnEmptyMessage_isKept() {
    SyncJournal journal = newJournal();

    journal.end(journal.begin(Mode.FULL, at(1)), failed(2, "BUG", ""));

    assertThat(journal.last(1).get(0).ended()).contains(failed(2, "BUG", ""));
  }

  @Test
  default void end_twice_isRefusedAndWritesNothing() {
    SyncJournal journal = newJournal();
    long cycle = journal.begin(Mode.FULL, at(1));
    journal.end(cycle, succeeded(2));

    assertThatThrownBy(() -> journal.end(cycle, failed(3, "BUG", "late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Long.toString(cycle));
    assertThat(journal.last(1).get(0).ended()).contains(succeeded(2));
  }

  @Test
  default void end_unknownCycle_isRefusedAndWritesNothing() {
    SyncJournal journal = newJournal();

    assertThatThrownBy(() -> journal.end(77, succeeded(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("77");
    assertThat(journal.last(10)).isEmpty();
  }

  @Test
  default void end_ofOneCycle_leavesTheOtherRunning() {
    SyncJournal journal = newJournal();
    long first = journal.begin(Mode.FULL, at(1));
    long second = journal.begin(Mode.FULL, at(2));

    journal.end(second, succeeded(3));

    assertThat(journal.last(10)).extracting(Run::cycle).containsExactly(second, first);
    assertThat(journal.last(10).get(1).ended()).isEmpty();
  }

  @Test
  default void reap_endsWhatRunsAsDied() {
    SyncJournal journal = newJournal();
    long done = journal.begin(Mode.FULL, at(1));
    journal.end(done, succeeded(2));
    journal.begin(Mode.FULL, at(3));
    journal.begin(Mode.INCREMENTAL, at(4));

    SyncJournal reopened = reopen(journal);
    assertThat(reopened.reap(at(5))).isEqualTo(2);
    assertThat(reopened.reap(at(6))).isZero();

    assertThat(reopened.last(2))
        .allSatisfy(
            run -> {
              Run.Ended ended = run.ended().orElseThrow();
              assertThat(ended.at()).isEqualTo(at(5));
              assertThat(ended.outcome())
                  .isInstanceOfSatisfying(
                      Run.Failed.class,
                      failed -> {
                        assertThat(failed.code()).isEqualTo("DIED");
                        assertThat(failed.message()).isNotBlank();
                      });
            });
    assertThat(reopened.lastSuccess()).map(Run::cycle).contains(done);
  }

  @Test
  default void end_afterReap_isRefused() {
    SyncJournal journal = newJournal();
    long cycle = journal.begin(Mode.FULL, at(1));
    journal.reap(at(2));

    assertThatThrownBy(() -> journal.end(cycle, succeeded(3)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void begin_inAnEarlierTerm_isRefusedAndWritesNothing() {
    SyncJournal journal = newJournal();
    long first = begin(journal, 3);
    SyncJournal again = reopen(journal);
    long second = begin(again, 5);

    assertThatThrownBy(() -> begin(again, 4))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("term 4")
        .hasMessageContaining("term 5");
    assertThat(again.last(9)).extracting(Run::cycle).containsExactly(second, first);
  }

  @Test
  default void begin_inTheSameOrALaterTerm_isDone() {
    SyncJournal journal = newJournal();

    begin(journal, 5);
    begin(journal, 5);
    begin(journal, Long.MAX_VALUE);

    assertThat(journal.last(9)).hasSize(3);
  }

  @Test
  default void begin_withoutATerm_hasThatOfTheLastRun() {
    SyncJournal journal = newJournal();
    begin(journal, 5);

    journal.begin(Mode.FULL, at(1));

    assertThatThrownBy(() -> begin(journal, 4)).isInstanceOf(FencedException.class);
    assertThat(begin(journal, 5)).isPositive();
  }

  /** What runs is another one's by then. */
  @Test
  default void reap_inAnEarlierTerm_isRefusedAndEndsNothing() {
    SyncJournal journal = newJournal();
    begin(journal, 5);

    assertThatThrownBy(() -> journal.reap(at(2), OptionalLong.of(4)))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("term 4");
    assertThat(journal.last(1).get(0).ended()).isEmpty();
    assertThat(journal.reap(at(2), OptionalLong.of(5))).isEqualTo(1);
  }

  @Test
  default void last_isNewestFirstAndAtMostSoMany() {
    SyncJournal journal = newJournal();
    long first = journal.begin(Mode.FULL, at(9));
    long second = journal.begin(Mode.FULL, at(5));
    long third = journal.begin(Mode.FULL, at(1));

    assertThat(journal.last(2)).extracting(Run::cycle).containsExactly(third, second);
    assertThat(journal.last(10)).extracting(Run::cycle).containsExactly(third, second, first);
  }

  @Test
  default void lastSuccess_looksPastFailuresAndWhatIsPartialOrRuns() {
    SyncJournal journal = newJournal();
    long full = run(journal, Mode.FULL, succeeded(2));
    long incremental = run(journal, Mode.INCREMENTAL, succeeded(3));
    run(journal, Mode.FULL, failed(4, "STORAGE", "disk full"));
    run(journal, Mode.FULL, partial(4, Map.of("net", "fetch net: 503")));
    journal.begin(Mode.FULL, at(5));

    assertThat(journal.lastSuccess()).map(Run::cycle).contains(incremental);
    assertThat(journal.lastFullSuccess()).map(Run::cycle).contains(full);
  }

  @Test
  default void lastFullSuccess_withoutAFull_isAbsent() {
    SyncJournal journal = newJournal();
    run(journal, Mode.INCREMENTAL, succeeded(2));
    run(journal, Mode.FULL, partial(4, Map.of("net", "fetch net: 503")));

    assertThat(journal.lastFullSuccess()).isEmpty();
  }

  /** The outcome of a cancelled cycle must still reach the journal. */
  @Test
  default void journal_onAnInterruptedThread_works() {
    SyncJournal journal = newJournal();
    Thread.currentThread().interrupt();
    try {
      long cycle = journal.begin(Mode.FULL, at(1));
      journal.end(cycle, failed(2, "CANCELLED", "stopped"));

      assertThat(journal.last(1)).extracting(Run::cycle).containsExactly(cycle);
      assertThat(Thread.currentThread().isInterrupted()).as("still interrupted").isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(journal.last(1).get(0).ended()).contains(failed(2, "CANCELLED", "stopped"));
  }

  private static long begin(SyncJournal journal, long term) {
    return journal.begin(Mode.FULL, at(1), OptionalLong.of(term));
  }

  private static long run(SyncJournal journal, Mode mode, Run.Ended ended) {
    long cycle = journal.begin(mode, at(1));
    journal.end(cycle, ended);
    return cycle;
  }

  private static Instant at(int second) {
    return Sample.day(0).plusSeconds(second);
  }

  private static Run.Ended succeeded(int second) {
    return new Run.Ended(at(second), new Run.Succeeded(new Position(9), Tally.NONE, 13, 4_711));
  }

  private static Run.Ended partial(int second, Map<String, String> failures) {
    return new Run.Ended(
        at(second), new Run.Partial(new Position(9), Tally.NONE, 13, 4_711, failures));
  }

  private static Run.Ended failed(int second, String code, String message) {
    return new Run.Ended(at(second), new Run.Failed(code, message));
  }
}
