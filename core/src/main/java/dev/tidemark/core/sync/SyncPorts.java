package dev.tidemark.core.sync;

import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;

/**
 * What a cycle works with.
 *
 * @param leadership in whose term it runs
 */
public record SyncPorts(
    Upstream upstream,
    ReplicaStore store,
    CursorStore cursors,
    SyncJournal journal,
    RequestLedger ledger,
    MemoryProbe memory,
    Leadership leadership) {

  /** For a process that nobody competes with. */
  public SyncPorts(
      Upstream upstream,
      ReplicaStore store,
      CursorStore cursors,
      SyncJournal journal,
      RequestLedger ledger,
      MemoryProbe memory) {
    this(upstream, store, cursors, journal, ledger, memory, Leadership.always());
  }
}
