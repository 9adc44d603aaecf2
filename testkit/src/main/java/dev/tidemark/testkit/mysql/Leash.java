package dev.tidemark.testkit.mysql;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sees to it that a server and its files end with this JVM, however that ends. It is a process that
 * is told which one to kill, and does it when nobody can tell it anything any more.
 */
final class Leash implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      pid=
      while read -r line; do pid=$line; done
      if [ -n "$pid" ]; then kill -9 "$pid" 2>/dev/null; fi
      for i in 1 2 3 4 5; do
        rm -rf -- "$0" 2>/dev/null && break
        sleep 1
      done
      """;

  private final Process process;

  private Leash(Process process) {
    this.process = process;
  }

  /**
   * @param folder is removed at the end
   */
  static Leash of(Path folder) {
    try {
      return new Leash(
          new ProcessBuilder("sh", "-c", SCRIPT, folder.toString())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("watch over " + folder, e);
    }
  }

  void hold(long pid) {
    tell(Long.toString(pid));
  }

  /** Nothing runs now; its number may soon be another one's. */
  void holdNothing() {
    tell("");
  }

  private void tell(String line) {
    try {
      OutputStream told = process.getOutputStream();
      told.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      told.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the one who watches over a server is gone", e);
    }
  }

  /** Returns when all is removed; idempotent. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("the one who watches over a server is gone", e);
    }
    Interruptions.none(process::waitFor);
  }
}
