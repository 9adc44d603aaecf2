package dev.tidemark.core.event;

import java.util.List;

/**
 * Hears events, on the thread that works, in the order in which they happen. A listener must be
 * quick, and must not throw; what it throws reaches the caller of the use case.
 */
@FunctionalInterface
public interface Listener {

  /** A listener for those who do not listen. */
  Listener NONE = event -> {};

  void on(Event event);

  /**
   * The same listener for a caller that goes on whatever a listener throws: it is at fault itself,
   * and there is nobody to tell.
   */
  static Listener unshaken(Listener listener) {
    return event -> {
      try {
        listener.on(event);
      } catch (Throwable ignored) {
        // The caller goes on.
      }
    };
  }

  /** One listener that tells all of these, in this order. */
  static Listener all(List<Listener> listeners) {
    List<Listener> copy = List.copyOf(listeners);
    return event -> copy.forEach(listener -> listener.on(event));
  }
}
