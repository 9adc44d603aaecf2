package dev.tidemark.testkit.fake;

import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.testkit.contract.RequestLedgerContract;

final class InMemoryRequestLedgerTest implements RequestLedgerContract {

  @Override
  public RequestLedger newLedger() {
    return new InMemoryRequestLedger();
  }

  @Override
  public RequestLedger reopen(RequestLedger ledger) {
    return ledger;
  }
}
