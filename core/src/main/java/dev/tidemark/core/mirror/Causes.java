package dev.tidemark.core.mirror;

/** What really happened on another thread. */
final class Causes {

  private Causes() {}

  /** What the other thread has thrown, to be thrown here. */
  static RuntimeException unwrapped(Exception wrapped) {
    if (wrapped.getCause() instanceof Error fatal) {
      throw fatal;
    }
    return wrapped.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("work on another thread failed", wrapped);
  }
}
