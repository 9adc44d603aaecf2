package dev.tidemark.app;

import dev.tidemark.app.state.ApplicationState;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.util.Random;

/** The application's state in memory. */
public final class TestState {

  public final InMemoryStrongStore strong;
  public final InMemoryWeakStore weak;
  private final StateSchema schema = ApplicationState.schema();
  private final ManualClock clock;

  public TestState(ManualClock clock) {
    this.clock = clock;
    this.strong = new InMemoryStrongStore(schema);
    this.weak = new InMemoryWeakStore(schema, strong);
  }

  /** One more process on the same stores. */
  public StateEngine open() {
    ManualScheduler scheduler = new ManualScheduler(clock);
    return StateEngine.open(
        schema,
        new StatePorts(strong, weak, new InMemoryValueCaches()),
        StateTerms.defaults(),
        new Ambient(clock, scheduler, new Random(1)),
        scheduler,
        Listener.NONE);
  }
}
