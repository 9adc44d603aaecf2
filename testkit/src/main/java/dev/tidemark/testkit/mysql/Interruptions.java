package dev.tidemark.testkit.mysql;

/** Waits that no test interrupts. */
final class Interruptions {

  /** What waits. */
  interface Wait<T> {
    T go() throws InterruptedException;
  }

  private Interruptions() {}

  /**
   * @throws IllegalStateException if the thread is interrupted, and it is so afterwards
   */
  static <T> T none(Wait<T> wait) {
    try {
      return wait.go();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", e);
    }
  }
}
