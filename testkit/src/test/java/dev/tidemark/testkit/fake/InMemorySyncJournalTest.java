package dev.tidemark.testkit.fake;

import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.testkit.contract.SyncJournalContract;

final class InMemorySyncJournalTest implements SyncJournalContract {

  @Override
  public SyncJournal newJournal() {
    return new InMemorySyncJournal();
  }

  @Override
  public SyncJournal reopen(SyncJournal journal) {
    return journal;
  }
}
