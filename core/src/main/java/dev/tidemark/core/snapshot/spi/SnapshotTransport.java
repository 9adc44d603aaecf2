package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.Target;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Carries snapshots to targets, and takes them from publishers. Safe for use by many threads. */
public interface SnapshotTransport extends AutoCloseable {

  /**
   * Offers a snapshot to a target, sends what it lacks, and waits for what it says. Blocks; an
   * interrupt of the thread ends it. Pushing again what the target has costs a greeting.
   *
   * @param patience for all of it; without any progress it ends much earlier
   * @param progress hears how many bytes of payload have gone out so far, now and then
   * @throws dev.tidemark.core.TargetUnavailableException if no verdict came
   * @throws dev.tidemark.core.CancelledException if the thread was interrupted
   */
  Delivery push(Target target, Offer offer, Duration patience, LongConsumer progress);

  /**
   * Takes snapshots from whoever is allowed to connect, until what it returns is closed. Nothing
   * that a peer sends ends it.
   *
   * @throws dev.tidemark.core.StorageException if it cannot listen there
   */
  Listening listen(Inbox inbox);

  /** Ends all connections, telling the peers. */
  @Override
  void close();

  /** Somebody listens. */
  interface Listening extends AutoCloseable {

    /** {@code host:port}, with the port that was free if any would do. */
    String address();

    /** Takes nothing from now on, and gives up what is under way. Idempotent. */
    @Override
    void close();
  }
}
