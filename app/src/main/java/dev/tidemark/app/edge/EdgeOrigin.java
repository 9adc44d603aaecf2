package dev.tidemark.app.edge;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.origin.OriginHealth;
import dev.tidemark.core.origin.OriginPolicy;
import dev.tidemark.core.origin.OriginStanding;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.time.Ambient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Watches the origin of an edge, on a thread of its own. */
public final class EdgeOrigin implements AutoCloseable {

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final OriginHealth health;

  public EdgeOrigin(Origin origin, Ambient ambient, Listener listener) {
    this.health = new OriginHealth(origin, OriginPolicy.DEFAULTS, ambient, thread, listener);
  }

  /** Checks at once, and then at intervals. */
  public void start() {
    health.start();
  }

  public OriginStanding standing() {
    return health.standing();
  }

  /** A check that is under way is broken off. */
  @Override
  public void close() {
    health.stop();
    thread.shutdownNow();
  }
}
