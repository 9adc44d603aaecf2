package dev.tidemark.adapter.quic;

import dev.tidemark.core.CancelledException;
import org.jspecify.annotations.Nullable;

/** A thread that was interrupted is to stop; its flag stays set. */
final class Interrupts {

  private Interrupts() {}

  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(null);
    }
  }

  static CancelledException cancelled(@Nullable InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new CancelledException("the push was stopped before it was done", cause);
  }
}
