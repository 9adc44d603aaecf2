package dev.tidemark.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.testkit.contract.RequestLedgerContract;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The ledger in the strong tier of the state. */
final class StoredLedgerTest implements RequestLedgerContract {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");

  private StateBench bench = new StateBench(ManualClock.at(NOW));

  @Override
  public RequestLedger newLedger() {
    bench = new StateBench(ManualClock.at(NOW));
    return ledger("sample");
  }

  @Override
  public RequestLedger reopen(RequestLedger ledger) {
    return ledger("sample");
  }

  @Test
  void ledgers_ofTwoUpstreams_knowNothingOfEachOther() {
    RequestLedger books = ledger("books");
    RequestLedger ships = ledger("ships");
    books.asking(NOW);
    books.leaveAloneUntil(NOW.plusSeconds(60));

    assertThat(ships.asked(Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(ships.notBefore()).isEmpty();

    ships.asking(NOW.plus(Duration.ofDays(9)));
    assertThat(books.asked(Instant.MIN, Instant.MAX)).containsExactly(NOW);
    assertThat(books.notBefore()).contains(NOW.plusSeconds(60));
  }

  @Test
  void asking_throughDays_keepsARowForEachHourOfTheLastOne() {
    RequestLedger ledger = ledger("sample");
    for (int minute = 0; minute < 4 * 24 * 60; minute += 20) {
      ledger.asking(NOW.plus(Duration.ofMinutes(minute)));
    }

    assertThat(rows()).isEqualTo(25);
    assertThat(ledger.asked(NOW, Instant.MAX)).hasSizeBetween(24 * 3, 25 * 3);
  }

  @Test
  void asking_aDayBehindAClockThatWasAhead_forgetsWhatLiesFurtherAhead() {
    RequestLedger ledger = ledger("sample");
    ledger.asking(NOW.plus(Duration.ofHours(24)));
    ledger.asking(NOW.plus(Duration.ofHours(48)));

    ledger.asking(NOW);

    assertThat(ledger.asked(Instant.MIN, Instant.MAX))
        .containsExactly(NOW, NOW.plus(Duration.ofHours(24)));
  }

  @Test
  void asked_hoursBeforeTheEpoch_areHoursToo() {
    RequestLedger ledger = ledger("sample");
    Instant before = Instant.EPOCH.minusMillis(1);
    ledger.asking(before);
    ledger.asking(Instant.EPOCH);

    assertThat(ledger.asked(before, before)).containsExactly(before);
    assertThat(ledger.asked(Instant.EPOCH, Instant.EPOCH)).containsExactly(Instant.EPOCH);
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void asking_stateThatCannotBeWritten_saysSoAndNotesNothing() {
    RequestLedger ledger = ledger("sample");
    bench.strong.failNext(new StorageException("disk full", false));

    assertThatThrownBy(() -> ledger.asking(NOW))
        .isInstanceOf(StorageException.class)
        .hasMessage("disk full");
    assertThat(ledger.asked(Instant.MIN, Instant.MAX)).isEmpty();
  }

  @Test
  void takeOver_emptyState_hasAllOfIt() {
    takeOver();

    assertThat(ledger("sample").asked(Instant.MIN, Instant.MAX))
        .containsExactly(NOW.minusSeconds(3_600), NOW, NOW);
    assertThat(ledger("sample").notBefore()).contains(NOW.plusSeconds(60));
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void takeOver_again_changesNothing() {
    takeOver();
    takeOver();

    assertThat(ledger("sample").asked(Instant.MIN, Instant.MAX)).hasSize(3);
  }

  @Test
  void takeOver_whatTheStateKnowsAlready_staysAsItIs() {
    ledger("sample").leaveAloneUntil(NOW.plusSeconds(7));
    ledger("sample").asking(NOW.plusSeconds(1));

    takeOver();

    assertThat(ledger("sample").notBefore()).contains(NOW.plusSeconds(7));
    assertThat(ledger("sample").asked(Instant.MIN, Instant.MAX))
        .as("of an hour that it has not, and of one that it has")
        .containsExactly(NOW.minusSeconds(3_600), NOW.plusSeconds(1));
  }

  @Test
  void takeOver_thatFails_leavesNothing() {
    bench.strong.failNext(new StorageException("disk full", false));

    assertThatThrownBy(this::takeOver).hasMessage("disk full");

    assertThat(rows()).isZero();
    assertThat(ledger("sample").notBefore()).isEmpty();
  }

  private void takeOver() {
    SyncState.takeOver(
        bench.open(),
        "sample",
        Optional.of(NOW.plusSeconds(60)),
        List.of(NOW, NOW.minusSeconds(3_600), NOW));
  }

  private RequestLedger ledger(String upstream) {
    return SyncState.ledger(bench.open(), upstream);
  }

  private int rows() {
    EntityType hours = bench.schema.strong().type("request_hour");
    return bench.open().strong(Codec.rows(hours)).list().size();
  }
}
