package dev.tidemark.core.sync.spi;

import java.util.OptionalLong;

/** Tells how much memory this process uses, in bytes. Safe for use by many threads. */
public interface MemoryProbe {

  /** What the heap holds now, garbage included. Cheap. */
  long heapInUse();

  /** What the heap holds when its garbage is gone. Collects it first, which takes time. */
  long liveHeap();

  /** The most memory that the process ever had, if the operating system tells. */
  OptionalLong peakResident();
}
