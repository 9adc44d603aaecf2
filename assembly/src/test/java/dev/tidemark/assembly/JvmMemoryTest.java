package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.testkit.contract.MemoryProbeContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class JvmMemoryTest implements MemoryProbeContract {

  private final List<byte[]> held = new ArrayList<>();

  @Override
  public MemoryProbe probe() {
    return new JvmMemory();
  }

  @Override
  public void hold(int bytes) {
    held.add(new byte[bytes]);
  }

  @Override
  public void letGo() {
    held.clear();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void peakResident_onLinux_isToldAndMoreThanTheHeap() {
    MemoryProbe probe = probe();

    assertThat(probe.peakResident().orElseThrow()).isGreaterThan(probe.liveHeap());
  }
}
