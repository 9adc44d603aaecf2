package dev.tidemark.assembly;

import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.snapshot.spi.SnapshotTransport.Listening;
import org.jspecify.annotations.Nullable;

/** That a subscriber is listened for, from a start to an end. Safe for use by many threads. */
public final class SubscriberListening implements AutoCloseable {

  private final Subscriber subscriber;
  private final SnapshotTransport transport;
  private @Nullable Listening open;
  private boolean ended;

  SubscriberListening(Subscriber subscriber, SnapshotTransport transport) {
    this.subscriber = subscriber;
    this.transport = transport;
  }

  /**
   * Takes snapshots from now on; to be called once.
   *
   * @return where: {@code host:port}, with the port that was free if any would do
   * @throws dev.tidemark.core.StorageException if it cannot listen there
   */
  public synchronized String start() {
    if (open != null || ended) {
      throw new IllegalStateException("listen for snapshots: it was started before");
    }
    Listening listening = transport.listen(subscriber);
    open = listening;
    return listening.address();
  }

  /**
   * Takes nothing any more, and gives up what is under way; what is being installed is waited for.
   * Idempotent.
   */
  @Override
  public void close() {
    end();
    subscriber.stop();
  }

  private synchronized void end() {
    ended = true;
    if (open != null) {
      open.close();
    }
  }
}
