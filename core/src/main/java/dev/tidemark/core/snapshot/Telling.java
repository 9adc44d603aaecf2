package dev.tidemark.core.snapshot;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells events in the order in which they were written down, one at a time, on some thread that
 * tells. They are written down under locks, and told outside of them. Safe for use by many threads.
 */
final class Telling {

  private final Queue<Event> untold = new ConcurrentLinkedQueue<>();
  private final AtomicInteger tellers = new AtomicInteger();
  private final Listener listener;

  Telling(Listener listener) {
    this.listener = Listener.unshaken(listener);
  }

  void note(Event event) {
    untold.add(event);
  }

  /** Unless another thread does it already, which then tells these, too. */
  void tell() {
    if (tellers.getAndIncrement() > 0) {
      return;
    }
    int seen;
    do {
      seen = tellers.get();
      for (Event next = untold.poll(); next != null; next = untold.poll()) {
        listener.on(next);
      }
    } while (tellers.addAndGet(-seen) > 0);
  }
}
