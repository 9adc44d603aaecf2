package dev.tidemark.bench;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;

/** Adds up the time between the start and the end of fetches. */
final class RequestTime implements Listener {

  private long nanos;
  private long started;

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.FetchStarted) {
      started = System.nanoTime();
    } else if (event instanceof SyncEvent.FetchEnded) {
      nanos += System.nanoTime() - started;
    }
  }

  void reset() {
    nanos = 0;
  }

  double millis() {
    return nanos / 1e6;
  }
}
