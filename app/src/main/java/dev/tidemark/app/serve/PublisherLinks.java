package dev.tidemark.app.serve;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.sync.SyncEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Starts the publisher as soon as the replica is whole: an edge that has all must not get a part in
 * its place. From then on tells it at once that a cycle was applied. Safe for use by many threads.
 */
public final class PublisherLinks implements Listener {

  private final AtomicReference<Optional<Link>> link = new AtomicReference<>(Optional.empty());

  /** Listeners are there before what is made with them: from now on, this one is told. */
  public void connect(Publisher publisher, BooleanSupplier whole) {
    Link made = new Link(publisher, whole);
    link.set(Optional.of(made));
    made.startIfWhole();
  }

  /** Nothing is started any more. */
  public void disconnect() {
    link.set(Optional.empty());
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.CycleSucceeded || event instanceof SyncEvent.LeadershipChanged) {
      link.get().ifPresent(Link::sourceChanged);
    }
  }

  private static final class Link {

    private final Publisher publisher;
    private final BooleanSupplier whole;
    private boolean started;

    Link(Publisher publisher, BooleanSupplier whole) {
      this.publisher = publisher;
      this.whole = whole;
    }

    synchronized void sourceChanged() {
      startIfWhole();
      if (started) {
        publisher.sourceChanged();
      }
    }

    /** What cannot be told now is told at the end of the next cycle. */
    synchronized void startIfWhole() {
      try {
        if (!started && whole.getAsBoolean()) {
          publisher.start();
          started = true;
        }
      } catch (StorageException unreadable) {
        started = false;
      }
    }
  }
}
