package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.testkit.contract.RequestLedgerContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of requests in a strong file, where an interrupt must not get into its way. */
final class LedgerInStateTest implements RequestLedgerContract {

  private final List<KeptBySync> open = new ArrayList<>();
  @TempDir Path directory;

  @Override
  public RequestLedger newLedger() {
    return open(directory.resolve(UUID.randomUUID().toString()));
  }

  @Override
  public RequestLedger reopen(RequestLedger ledger) {
    KeptBySync last = open.remove(open.size() - 1);
    last.close();
    return open(last.tiers().config().directory());
  }

  private RequestLedger open(Path data) {
    KeptBySync kept = KeptBySync.open(data);
    open.add(kept);
    return kept.ledger("sample");
  }

  @AfterEach
  void closeAll() {
    open.forEach(KeptBySync::close);
  }

  /** One that reads sees what the one that writes has done. */
  @Test
  void asked_fromAnotherProcessThatOnlyReads_isThere() {
    RequestLedger ledger = open(directory);
    ledger.asking(SqliteTiers.CLOCK.instant());
    SqliteStateConfig readOnly = SqliteStateConfig.in(directory).asReadOnly();

    try (SqliteStrongStore reader =
        SqliteStrongStore.open(readOnly, SyncState.schema(), SqliteTiers.CLOCK)) {
      List<String> sent = new ArrayList<>();
      reader.read(
          "look",
          rows -> {
            rows.scan(
                SyncState.schema().strong().type("request_hour"),
                row -> sent.add(String.valueOf(row.row().value("sent"))));
            return true;
          });

      assertThat(sent).containsExactly("" + SqliteTiers.CLOCK.instant().toEpochMilli());
    }
  }
}
