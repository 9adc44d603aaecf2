package dev.tidemark.testkit.fake;

import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A place in an {@link InMemoryNetwork} where pushes wait. Safe for use by many threads. */
public final class SnapshotGate {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final String endpoint;
  private final Step step;

  SnapshotGate(String endpoint, Step step) {
    this.endpoint = endpoint;
    this.step = step;
  }

  /** Nobody waits from now on. */
  public void open() {
    opened.complete(null);
  }

  /** Returns when somebody has come here. */
  public void awaitReached() throws InterruptedException {
    reached.await();
  }

  boolean isAt(SnapshotHop hop) {
    return hop.endpoint().equals(endpoint) && hop.step() == step;
  }

  /** Somebody has come, who may go on when this completes. */
  CompletableFuture<Void> arrive() {
    reached.countDown();
    return opened;
  }
}
