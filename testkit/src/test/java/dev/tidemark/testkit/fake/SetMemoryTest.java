package dev.tidemark.testkit.fake;

import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.testkit.contract.MemoryProbeContract;
import java.util.OptionalLong;

final class SetMemoryTest implements MemoryProbeContract {

  private final SetMemory memory = new SetMemory();

  @Override
  public MemoryProbe probe() {
    return memory;
  }

  @Override
  public void hold(int bytes) {
    memory.set(bytes, bytes, OptionalLong.of(bytes));
  }

  @Override
  public void letGo() {
    memory.set(memory.heapInUse(), 0, memory.peakResident());
  }
}
