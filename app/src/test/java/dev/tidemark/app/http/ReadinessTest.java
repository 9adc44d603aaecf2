package dev.tidemark.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.http.Readiness.Verdict;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

  private static final Instant START = Instant.parse("2026-04-16T08:30:00Z");
  private static final Duration DAY = Duration.ofHours(24);

  private final ManualClock clock = ManualClock.at(START);
  private final InMemorySyncJournal journal = new InMemorySyncJournal();
  private final InMemoryRequestLedger ledger = new InMemoryRequestLedger();
  private final Readiness readiness = new Readiness(journal, ledger, clock, () -> DAY);

  @Test
  void judge_noCycleYet_isUnready() {
    assertUnready("no full cycle has succeeded yet");
    assertThat(readiness.judge().json())
        .containsEntry("status", "unready")
        .containsEntry("ageSeconds", null)
        .containsEntry("lastFailure", null);
  }

  @Test
  void judge_firstCycleRuns_isUnready() {
    journal.begin(Mode.FULL, START);

    assertUnready("no full cycle has succeeded yet");
  }

  @Test
  void judge_firstFullCycleFailed_isUnreadyAndSaysWhy() {
    fail(Mode.FULL, "UPSTREAM_RATE_LIMITED");
    ledger.leaveAloneUntil(START.plusSeconds(3_274));

    assertUnready("no full cycle has succeeded yet");
    assertThat(readiness.judge().json())
        .containsEntry("notBefore", "2026-04-16T09:24:34Z")
        .containsEntry(
            "lastFailure",
            Map.of("cycle", 1L, "code", "UPSTREAM_RATE_LIMITED", "at", START.toString()));
  }

  @Test
  void judge_onlyAnIncrementalCycleSucceeded_isUnready() {
    succeed(Mode.INCREMENTAL);

    assertUnready("no full cycle has succeeded yet");
  }

  @Test
  void judge_fullCycleSucceeded_isReadyUntilTheDataIsTooOld() {
    succeed(Mode.FULL);
    assertReady();

    clock.advance(DAY.minusMillis(1));
    assertReady();
    assertThat(readiness.judge().json()).containsEntry("ageSeconds", 86_399L);

    clock.advance(Duration.ofMillis(1));
    assertUnready("the data is 1 d old, expected less than 1 d");
    assertThat(readiness.judge().json())
        .containsEntry("ageSeconds", 86_400L)
        .containsEntry("staleAfterSeconds", 86_400L)
        .containsEntry("lastSuccess", START.toString());
  }

  @Test
  void judge_incrementalCycleBehindAFullOne_renewsTheData() {
    succeed(Mode.FULL);
    clock.advance(Duration.ofHours(20));
    succeed(Mode.INCREMENTAL);
    clock.advance(Duration.ofHours(20));

    assertReady();
    assertThat(readiness.judge().json()).containsEntry("ageSeconds", 72_000L);
  }

  @Test
  void judge_failedCycleBehindASuccess_staysReadyAndTellsOfIt() {
    succeed(Mode.FULL);
    clock.advance(Duration.ofHours(1));
    fail(Mode.INCREMENTAL, "UPSTREAM_UNAVAILABLE");

    assertReady();
    assertThat(readiness.judge().json())
        .containsEntry(
            "lastFailure",
            Map.of("cycle", 2L, "code", "UPSTREAM_UNAVAILABLE", "at", "2026-04-16T09:30:00Z"));
  }

  @Test
  void judge_partialCycle_doesNotRenewTheDataAndIsTold() {
    succeed(Mode.FULL);
    clock.advance(DAY);
    journal.end(
        journal.begin(Mode.FULL, clock.instant()),
        new Run.Ended(
            clock.instant(),
            new Run.Partial(new Position(2), Tally.NONE, 1, 1, Map.of("net", "timed out"))));

    assertUnready("the data is 1 d old, expected less than 1 d");
    assertThat(readiness.judge().json().get("lastFailure")).asString().contains("PARTIAL");
  }

  @Test
  void judge_runningCycle_hidesNeitherFailureNorAge() {
    succeed(Mode.FULL);
    clock.advance(DAY.plusHours(1));
    fail(Mode.INCREMENTAL, "STORAGE");
    journal.begin(Mode.INCREMENTAL, clock.instant());

    assertUnready("the data is 1 d 1 h old, expected less than 1 d");
    assertThat(readiness.judge().json().get("lastFailure")).asString().contains("STORAGE");
  }

  @Test
  void judge_successBehindAFailure_forgetsTheFailure() {
    fail(Mode.FULL, "STORAGE");
    succeed(Mode.FULL);

    assertReady();
    assertThat(readiness.judge().json()).containsEntry("lastFailure", null);
  }

  @Test
  void judge_clockSetBack_isReady() {
    succeed(Mode.FULL);
    clock.advance(Duration.ofDays(-3));

    assertReady();
    assertThat(readiness.judge().json()).containsEntry("ageSeconds", 0L);
  }

  @Test
  void judge_notBeforeThatIsPast_isNotTold() {
    ledger.leaveAloneUntil(START);

    assertThat(readiness.judge().json()).containsEntry("notBefore", null);
  }

  /** One that was asked before there was any data must not keep its answer. */
  @Test
  void judge_successOfAnotherProcess_isSeen() {
    assertUnready("no full cycle has succeeded yet");

    InMemorySyncJournal theirs = journal;
    theirs.end(theirs.begin(Mode.FULL, START), succeeded());

    assertReady();
  }

  private void assertReady() {
    Verdict verdict = readiness.judge();
    assertThat(verdict.reasons()).isEmpty();
    assertThat(verdict.ready()).isTrue();
    assertThat(verdict.json()).containsEntry("status", "ready");
  }

  private void assertUnready(String reason) {
    Verdict verdict = readiness.judge();
    assertThat(verdict.reasons()).containsExactly(reason);
    assertThat(verdict.ready()).isFalse();
    assertThat(verdict.json()).containsEntry("reasons", verdict.reasons());
  }

  private void succeed(Mode mode) {
    journal.end(journal.begin(mode, clock.instant()), succeeded());
  }

  private Run.Ended succeeded() {
    return new Run.Ended(clock.instant(), new Run.Succeeded(new Position(1), Tally.NONE, 1, 1));
  }

  private void fail(Mode mode, String code) {
    journal.end(
        journal.begin(mode, clock.instant()),
        new Run.Ended(clock.instant(), new Run.Failed(code, "told in words")));
  }
}
