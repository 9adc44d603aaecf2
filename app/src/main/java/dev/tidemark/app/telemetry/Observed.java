package dev.tidemark.app.telemetry;

import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.state.StateStatus;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.util.function.Supplier;

/** What is looked at whenever somebody asks how things stand. */
public record Observed(
    ReplicaStore store,
    SyncJournal journal,
    RequestLedger ledger,
    MemoryProbe memory,
    Leadership leadership,
    Supplier<StateStatus> state,
    Mirrors mirrors,
    Jobs jobs,
    Rollups rollups,
    Publisher publisher) {}
