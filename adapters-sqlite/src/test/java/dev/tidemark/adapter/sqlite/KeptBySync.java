package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.time.ManualScheduler;
import java.nio.file.Path;
import java.util.Random;

/** What syncing keeps in the state of a directory, and the engine over it. */
record KeptBySync(SqliteTiers tiers, StateEngine engine) implements AutoCloseable {

  static KeptBySync open(Path directory) {
    SqliteTiers tiers = SqliteTiers.open(directory, SyncState.schema());
    ManualScheduler scheduler = new ManualScheduler(SqliteTiers.CLOCK);
    StateEngine engine =
        StateEngine.open(
            tiers.schema(),
            new StatePorts(tiers.strong(), tiers.weak(), new CaffeineValueCaches()),
            StateTerms.defaults(),
            new Ambient(SqliteTiers.CLOCK, scheduler, new Random(1)),
            scheduler,
            Listener.NONE);
    return new KeptBySync(tiers, engine);
  }

  RequestLedger ledger(String upstream) {
    return SyncState.ledger(engine, upstream);
  }

  /** As the module has it. */
  OlderLedger.Heir heir(String upstream) {
    return older -> SyncState.takeOver(engine, upstream, older.notBefore(), older.asked());
  }

  @Override
  public void close() {
    engine.stop();
    tiers.close();
  }
}
