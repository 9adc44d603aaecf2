package dev.tidemark.core.sync;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.time.Ambient;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One cycle at a time, each under the policy that holds when it begins. */
final class SyncService implements SyncReplica {

  private final AtomicReference<@Nullable Flight> running = new AtomicReference<>();
  private final Schema schema;
  private final SyncPorts ports;
  private final Supplier<SyncPolicy> policy;
  private final Ambient ambient;
  private final Listener listener;

  SyncService(
      Schema schema,
      SyncPorts ports,
      Supplier<SyncPolicy> policy,
      Ambient ambient,
      Listener listener) {
    this.schema = schema;
    this.ports = ports;
    this.policy = policy;
    this.ambient = ambient;
    this.listener = listener;
  }

  @Override
  public SyncReport sync(SyncRequest request) {
    Flight flight = new Flight();
    if (!running.compareAndSet(null, flight)) {
      throw new AlreadyRunningException(
          attempted() + ": a cycle is already running here; wait for it to end");
    }
    try {
      return new CycleFrame(terms(request), flight).run(request);
    } finally {
      flight.land();
      running.set(null);
    }
  }

  private SyncTerms terms(SyncRequest request) {
    try {
      return new SyncTerms(schema, ports, policy.get(), ambient, listener);
    } catch (RuntimeException failure) {
      listener.on(new SyncEvent.CycleNotBegun(request.mode(), failure));
      throw failure;
    }
  }

  @Override
  public void cancel(String why) {
    Flight flight = running.get();
    if (flight != null) {
      flight.stop(
          cause ->
              new CancelledException(
                  "%s: stopped because %s; nothing was changed".formatted(attempted(), why),
                  cause));
    }
  }

  private String attempted() {
    return SyncTerms.attempted(schema);
  }
}
