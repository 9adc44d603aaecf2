package dev.tidemark.assembly;

import dev.tidemark.core.sync.spi.MemoryProbe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of this Java process; its peak as Linux tells it. */
final class JvmMemory implements MemoryProbe {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");

  @Override
  public long heapInUse() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Override
  public long liveHeap() {
    ManagementFactory.getMemoryMXBean().gc();
    return heapInUse();
  }

  /** Empty where the system tells no such thing, and never 0. */
  @Override
  public OptionalLong peakResident() {
    try {
      Matcher line = PEAK.matcher(Files.readString(STATUS));
      return line.find()
          ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024)
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
