package dev.tidemark.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the end of the process, by Ctrl-C or a signal, into an interrupt of the thread that works,
 * and gives it time to clean up and to write down that it was stopped.
 */
final class Interruption {

  private static final int PATIENCE_SECONDS = 20;

  private final Thread worker;
  private final CountDownLatch over = new CountDownLatch(1);

  private Interruption(Thread worker) {
    this.worker = worker;
  }

  static Interruption ofThisThread() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::stop, "stop"));
    return interruption;
  }

  /** From now on, the process ends at once. */
  void workIsOver() {
    over.countDown();
  }

  private void stop() {
    if (over.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
