package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What a listener does with each kind of event; all others are passed over. */
final class Reactions {

  private final Map<Class<? extends Event>, Consumer<Event>> byKind = new HashMap<>();

  <E extends Event> Reactions when(Class<E> kind, Consumer<E> reaction) {
    byKind.put(kind, event -> reaction.accept(kind.cast(event)));
    return this;
  }

  void to(Event event) {
    Consumer<Event> reaction = byKind.get(event.getClass());
    if (reaction != null) {
      reaction.accept(event);
    }
  }
}
