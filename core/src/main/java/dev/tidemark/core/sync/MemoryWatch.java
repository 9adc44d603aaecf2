package dev.tidemark.core.sync;

import dev.tidemark.core.OutOfMemoryGuardException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.spi.MemoryProbe;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps an eye on the memory that a cycle takes. */
final class MemoryWatch {

  private static final long MEGABYTE = 1024 * 1024;

  private final MemoryProbe probe;
  private final SyncPolicy.Guards guards;
  private final AtomicLong peak = new AtomicLong();

  MemoryWatch(MemoryProbe probe, SyncPolicy.Guards guards) {
    this.probe = probe;
    this.guards = guards;
  }

  /** Takes a sample; called where much memory is in use, not behind it. */
  long sample() {
    return peak.accumulateAndGet(probe.heapInUse(), Math::max);
  }

  /**
   * Garbage does not count: it is collected before anything is refused.
   *
   * @throws OutOfMemoryGuardException if the heap is above its limit
   */
  void guard() {
    sample();
    if (guards.heapLimit() == 0 || probe.heapInUse() <= guards.heapLimit()) {
      return;
    }
    long live = probe.liveHeap();
    if (live > guards.heapLimit()) {
      throw new OutOfMemoryGuardException(
          "apply the cycle: expected at most %d MB of heap in use, found %d MB; nothing was changed; raise the memory limit if there is more"
              .formatted(guards.heapLimit() / MEGABYTE, live / MEGABYTE));
    }
  }

  void tell(Listener listener) {
    long resident = probe.peakResident().orElse(0);
    if (isAbove(sample(), guards.heapWarning()) || isAbove(resident, guards.residentWarning())) {
      listener.on(new SyncEvent.MemoryHigh(peak.get(), resident));
    }
  }

  private static boolean isAbove(long found, long warning) {
    return warning > 0 && found > warning;
  }
}
