package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.spi.MemoryProbe;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The most heap that was in use in the cycle that runs, or in the last one. It is looked at while
 * rows come, when there is most of it, and not behind a collection. Safe for use by many threads.
 */
final class PeakMemory implements Listener {

  private final MemoryProbe probe;
  private final AtomicLong peak = new AtomicLong();

  PeakMemory(MemoryProbe probe) {
    this.probe = probe;
  }

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.CycleStarted) {
      peak.set(probe.heapInUse());
    } else if (event instanceof SyncEvent.MemoryHigh high) {
      peak.accumulateAndGet(high.peakHeap(), Math::max);
    } else if (event instanceof SyncEvent) {
      peak.accumulateAndGet(probe.heapInUse(), Math::max);
    }
  }

  /** In bytes; not a number before the first cycle. */
  double heap() {
    long bytes = peak.get();
    return bytes == 0 ? Double.NaN : bytes;
  }

  /** In bytes, of the whole life of the process; not a number where the system does not tell. */
  double resident() {
    return probe.peakResident().stream().mapToDouble(bytes -> bytes).findAny().orElse(Double.NaN);
  }
}
