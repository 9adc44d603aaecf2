package dev.tidemark.testkit.fake;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers the events that it hears, in order. Safe for use by many threads. */
public final class RecordingListener implements Listener {

  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void on(Event event) {
    events.add(event);
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  /** Those of this kind, in order. */
  public <E extends Event> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public void clear() {
    events.clear();
  }
}
