package dev.tidemark.testkit.fake;

import dev.tidemark.core.sync.spi.MemoryProbe;
import java.util.OptionalLong;

/** Memory as a test sets it; nothing is used at first. Safe for use by many threads. */
public final class SetMemory implements MemoryProbe {

  private volatile long heap;
  private volatile long live;
  private volatile OptionalLong resident = OptionalLong.empty();

  /** In bytes. */
  public void set(long heapInUse, long liveHeap, OptionalLong peakResident) {
    heap = heapInUse;
    live = liveHeap;
    resident = peakResident;
  }

  @Override
  public long heapInUse() {
    return heap;
  }

  @Override
  public long liveHeap() {
    return live;
  }

  @Override
  public OptionalLong peakResident() {
    return resident;
  }
}
