package dev.tidemark.core.sync;

import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;

/** What a cycle works with. */
public record SyncPorts(
    Upstream upstream,
    ReplicaStore store,
    CursorStore cursors,
    SyncJournal journal,
    RequestLedger ledger,
    MemoryProbe memory) {}
