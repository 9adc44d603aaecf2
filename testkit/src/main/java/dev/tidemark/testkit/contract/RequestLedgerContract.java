package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.sync.spi.RequestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of a ledger of requests. */
@Covers(RequestLedger.class)
public interface RequestLedgerContract {

  /** A fresh and empty ledger. */
  RequestLedger newLedger();

  /**
   * The same ledger as after a restart, in place of the one given, which may be closed; one that
   * never leaves memory returns what it is given.
   */
  RequestLedger reopen(RequestLedger ledger);

  @Test
  default void ledger_empty_knowsNothing() {
    RequestLedger ledger = newLedger();

    assertThat(ledger.asked(at(0), at(1_000))).isEmpty();
    assertThat(ledger.notBefore()).isEmpty();
  }

  @Test
  default void asked_afterOpeningAgain_hasEveryRequestOldestFirst() {
    RequestLedger ledger = newLedger();
    ledger.asking(at(3));
    ledger.asking(at(1));
    ledger.asking(at(2));

    assertThat(reopen(ledger).asked(at(0), at(9))).containsExactly(at(1), at(2), at(3));
  }

  @Test
  default void asked_severalAtOneTime_countsEach() {
    RequestLedger ledger = newLedger();
    ledger.asking(at(1));
    ledger.asking(at(1));

    assertThat(ledger.asked(at(0), at(9))).containsExactly(at(1), at(1));
  }

  @Test
  default void asked_bounds_areIncluded() {
    RequestLedger ledger = newLedger();
    for (int second = 1; second <= 4; second++) {
      ledger.asking(at(second));
    }

    assertThat(ledger.asked(at(2), at(3))).containsExactly(at(2), at(3));
    assertThat(ledger.asked(at(2), at(2))).containsExactly(at(2));
    assertThat(ledger.asked(at(3), at(2))).isEmpty();
  }

  @Test
  default void asked_keepsTimesToTheMillisecond() {
    RequestLedger ledger = newLedger();
    ledger.asking(at(1).plusNanos(123_456_789));
    Instant kept = at(1).plusMillis(123);

    assertThat(ledger.asked(at(0), at(9))).containsExactly(kept);
    assertThat(ledger.asked(kept, kept)).containsExactly(kept);
    assertThat(ledger.asked(kept.plusNanos(999_999), at(9))).containsExactly(kept);
    assertThat(ledger.asked(kept.plusMillis(1), at(9))).isEmpty();
    assertThat(ledger.asked(at(0), kept.minusNanos(1))).isEmpty();
  }

  /** Whoever counts the requests of all times need not know when those began. */
  @Test
  default void asked_withoutBounds_hasAll() {
    RequestLedger ledger = newLedger();
    ledger.asking(at(1));

    assertThat(ledger.asked(Instant.MIN, Instant.MAX)).containsExactly(at(1));
    assertThat(ledger.asked(Instant.EPOCH, at(1))).containsExactly(at(1));
  }

  @Test
  default void asking_keepsTheLastDay() {
    RequestLedger ledger = newLedger();
    Instant later = at(0).plus(Duration.ofHours(24));
    ledger.asking(at(0));
    ledger.asking(later);

    assertThat(ledger.asked(at(0), later)).containsExactly(at(0), later);
  }

  /** A clock that was years ahead must not count against the requests of today. */
  @Test
  default void asking_afterTheClockWasFarAhead_countsWhatIsAskedNow() {
    RequestLedger ledger = newLedger();
    ledger.asking(at(0).plus(Duration.ofDays(3_650)));
    ledger.asking(at(1));
    ledger.asking(at(2));

    assertThat(ledger.asked(at(0), at(9))).containsExactly(at(1), at(2));
  }

  @Test
  default void leaveAloneUntil_lastWordCounts() {
    RequestLedger ledger = newLedger();
    ledger.leaveAloneUntil(at(100));
    assertThat(ledger.notBefore()).contains(at(100));

    ledger.leaveAloneUntil(at(50).plusNanos(7_654_321));

    assertThat(reopen(ledger).notBefore()).contains(at(50).plusMillis(7));
  }

  @Test
  default void ledger_onAnInterruptedThread_works() {
    RequestLedger ledger = newLedger();
    Thread.currentThread().interrupt();
    try {
      ledger.asking(at(1));
      ledger.leaveAloneUntil(at(2));

      assertThat(ledger.asked(at(0), at(9))).containsExactly(at(1));
      assertThat(ledger.notBefore()).contains(at(2));
      assertThat(Thread.currentThread().isInterrupted()).as("still interrupted").isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  @Timeout(60)
  default void asking_byManyThreads_losesNone() throws Exception {
    RequestLedger ledger = newLedger();
    ExecutorService askers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int asker = 0; asker < 4; asker++) {
        work.add(() -> ask(ledger, 25));
      }
      for (Future<Integer> done : askers.invokeAll(work, 50, TimeUnit.SECONDS)) {
        done.get();
      }

      assertThat(ledger.asked(at(0), at(99))).hasSize(100);
    } finally {
      askers.shutdownNow();
    }
  }

  private static int ask(RequestLedger ledger, int times) {
    for (int i = 0; i < times; i++) {
      ledger.asking(at(i));
    }
    return times;
  }

  private static Instant at(int second) {
    return Sample.day(0).plusSeconds(second);
  }
}
