package dev.tidemark.app.serve;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.sync.SyncEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the mirrors of each cycle that was applied, so that its changes are on them at once. Safe
 * for use by many threads.
 */
public final class FeedGrowth implements Listener {

  private final AtomicReference<Optional<Mirrors>> followers =
      new AtomicReference<>(Optional.empty());

  /** From now on these are told; listeners are there before what is made with them. */
  public void followedBy(Mirrors mirrors) {
    followers.set(Optional.of(mirrors));
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.CycleSucceeded) {
      followers.get().ifPresent(Mirrors::feedGrew);
    }
  }
}
