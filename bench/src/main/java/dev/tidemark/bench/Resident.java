package dev.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory a process has, as the operating system says, in megabytes. Linux only. */
final class Resident {

  private static final long MEGABYTE = 1024;

  private Resident() {}

  static long now(long pid) {
    return field(pid, "VmRSS");
  }

  /** The most that it ever had. */
  static long peak(long pid) {
    return field(pid, "VmHWM");
  }

  private static long field(long pid, String name) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      Matcher line =
          Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(Files.readString(status));
      if (!line.find()) {
        throw new IllegalStateException("no " + name + " in " + status);
      }
      return Long.parseLong(line.group(1)) / MEGABYTE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
