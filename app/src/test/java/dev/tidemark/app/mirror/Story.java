package dev.tidemark.app.mirror;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What mirrors tell, in order. Safe for use by many threads. */
final class Story implements Listener {

  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void on(Event event) {
    if (event instanceof MirrorEvent) {
      events.add(event);
    }
  }

  /** The states that a mirror came into. */
  List<MirrorState> states() {
    return of(MirrorEvent.MirrorStateChanged.class).map(each -> each.now().state()).toList();
  }

  <E extends Event> Stream<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast);
  }

  <E extends Event> List<E> list(Class<E> kind) {
    return of(kind).toList();
  }

  /** What a log of moderate length would have: neither batches nor ranges. */
  List<Event> lines() {
    return events.stream()
        .filter(
            event ->
                !(event instanceof MirrorEvent.ChangesApplied
                    || event instanceof MirrorEvent.RowsCopied
                    || event instanceof MirrorEvent.RowsCompared
                    || event instanceof MirrorEvent.CopyStarted
                    || event instanceof MirrorEvent.CopyEnded
                    || event instanceof MirrorEvent.ComparisonStarted
                    || event instanceof MirrorEvent.ComparisonEnded))
        .toList();
  }

  void clear() {
    events.clear();
  }
}
