package dev.tidemark.testkit.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.util.Random;

/** What syncing keeps in the state, in memory. */
final class StateBench {

  final StateSchema schema = SyncState.schema();
  final InMemoryStrongStore strong = new InMemoryStrongStore(schema);
  final InMemoryWeakStore weak = new InMemoryWeakStore(schema, strong);
  final ManualClock clock;
  final ManualScheduler scheduler;

  StateBench(ManualClock clock) {
    this.clock = clock;
    this.scheduler = new ManualScheduler(clock);
  }

  /** The state as a process finds it that was started now. */
  StateEngine open() {
    return StateEngine.open(
        schema,
        new StatePorts(strong, weak, new InMemoryValueCaches()),
        StateTerms.defaults(),
        new Ambient(clock, scheduler, new Random(1)),
        scheduler,
        Listener.NONE);
  }
}
