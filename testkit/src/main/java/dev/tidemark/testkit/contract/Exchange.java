package dev.tidemark.testkit.contract;

import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.SnapshotTransport.Listening;
import dev.tidemark.testkit.contract.SnapshotTransportFixture.TransportPlace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Two ends of a transport, one of which listens with a {@link SampleInbox}. */
final class Exchange implements AutoCloseable {

  /** In seconds; what takes longer does not happen. */
  static final long LONG = 20;

  static final Duration PATIENCE = Duration.ofSeconds(LONG);

  private final List<SampleSnapshot> pushed = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SampleInbox inbox = new SampleInbox();
  private final TransportPlace place;
  private final Listening listening;

  private Exchange(TransportPlace place) {
    this.place = place;
    this.listening = place.receiver().listen(inbox);
  }

  static Exchange of(SnapshotTransportFixture fixture) {
    return new Exchange(fixture.newPlace());
  }

  TransportPlace place() {
    return place;
  }

  SampleInbox inbox() {
    return inbox;
  }

  Listening listening() {
    return listening;
  }

  Target target() {
    return place.target(listening.address());
  }

  Delivery push(SampleSnapshot snapshot) {
    return push(snapshot, PATIENCE);
  }

  Delivery push(SampleSnapshot snapshot, Duration patience) {
    return push(snapshot, patience, sent -> {});
  }

  Delivery push(SampleSnapshot snapshot, LongConsumer progress) {
    return push(snapshot, PATIENCE, progress);
  }

  private Delivery push(SampleSnapshot snapshot, Duration patience, LongConsumer progress) {
    pushed.add(snapshot);
    return place.sender().push(target(), snapshot, patience, progress);
  }

  /** Pushes on a thread of its own. */
  Future<Delivery> begin(SampleSnapshot snapshot) {
    return threads.submit(() -> push(snapshot));
  }

  /** What a push that began failed with. */
  static Throwable failure(Future<Delivery> push) throws Exception {
    try {
      throw new AssertionError("expected a failure, found " + push.get(LONG, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LONG, TimeUnit.SECONDS)) {
        throw new AssertionError("waited for " + LONG + " seconds");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Returns when nothing is open at either end. */
  void awaitNothingOpen() throws Exception {
    inbox.awaitClosed();
    for (SampleSnapshot snapshot : pushed) {
      snapshot.awaitClosed();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    place.close();
  }
}
