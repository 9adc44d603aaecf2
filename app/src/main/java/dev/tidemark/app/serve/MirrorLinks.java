package dev.tidemark.app.serve;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.sync.SyncEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the mirrors at once that a cycle was applied, so that they have its changes within a
 * moment. Safe for use by many threads.
 */
public final class MirrorLinks implements Listener {

  private final AtomicReference<Optional<Mirrors>> mirrors =
      new AtomicReference<>(Optional.empty());

  /** Listeners are there before what is made with them: from now on, these are told. */
  public void connect(Mirrors told) {
    mirrors.set(Optional.of(told));
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.CycleSucceeded) {
      mirrors.get().ifPresent(Mirrors::feedGrew);
    }
  }
}
