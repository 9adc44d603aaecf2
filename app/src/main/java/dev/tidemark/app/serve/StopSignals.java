package dev.tidemark.app.serve;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Catches the signals that ask a process to end, before Java begins to shut down: only so can it
 * end with an exit code of its own. The second signal ends the process there and then. Safe for use
 * by many threads.
 */
public final class StopSignals implements AutoCloseable {

  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final int KILLED_BY = 128;

  private final Map<String, Object> before = new HashMap<>();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch stop = new CountDownLatch(1);

  private StopSignals() {}

  /** Where the platform lacks a signal, or has it ignored, nothing changes. */
  public static StopSignals caught() {
    StopSignals signals = new StopSignals();
    NUMBERS.forEach(signals::register);
    return signals;
  }

  private void register(String name, int number) {
    Object handler = Signals.register(name, () -> on(number));
    if (handler != null) {
      before.put(name, handler);
    }
  }

  private void on(int number) {
    if (!asked.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(KILLED_BY + number);
    }
    stop.countDown();
  }

  /** Returns with the first signal, or when this thread is interrupted. */
  public void await() {
    try {
      stop.await();
    } catch (InterruptedException e) {
      // Is asked to stop, too, and does so.
    }
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
