package dev.tidemark.core.rollup;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What all rollups are kept with.
 *
 * @param holder who this process is, for others: host and process
 * @param policies asked whenever something is decided
 * @param helpers run what is short while a rollup is worked on, on other threads
 */
public record RollupTerms(
    String holder,
    Supplier<RollupPolicy> policies,
    Ambient ambient,
    Executor helpers,
    Listener listener) {

  public RollupTerms {
    listener = Listener.unshaken(listener);
  }

  RollupPolicy policy() {
    return policies.get();
  }

  Lessee lessee() {
    return new Lessee(holder, policy().lease(), ambient.scheduler(), helpers);
  }

  Pauses pauses() {
    return new Pauses(ambient.scheduler());
  }

  Instant now() {
    return ambient.clock().instant();
  }

  /** Not negative, however the clock was set meanwhile. */
  Duration since(Instant began) {
    Duration took = Duration.between(began, now());
    return took.isNegative() ? Duration.ZERO : took;
  }

  void tell(RollupEvent event) {
    listener.on(event);
  }
}
