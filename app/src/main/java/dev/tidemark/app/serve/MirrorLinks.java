package dev.tidemark.app.serve;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.SyncEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What has to be passed on at once: that a cycle was applied, to the mirrors, which then have its
 * changes within a moment; and that a mirror came into another state, to the disk, where other
 * processes look. Safe for use by many threads.
 */
public final class MirrorLinks implements Listener {

  private record Ends(Mirrors mirrors, StateEngine state) {}

  private final AtomicReference<Optional<Ends>> ends = new AtomicReference<>(Optional.empty());

  /** Listeners are there before what is made with them: from now on, these are told. */
  public void connect(Mirrors mirrors, StateEngine state) {
    ends.set(Optional.of(new Ends(mirrors, state)));
  }

  /** A flush that fails is told by the state itself, and is tried again. */
  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.CycleSucceeded) {
      ends.get().ifPresent(each -> each.mirrors().feedGrew());
    } else if (event instanceof MirrorEvent.MirrorStateChanged) {
      ends.get().ifPresent(each -> each.state().flush());
    }
  }
}
