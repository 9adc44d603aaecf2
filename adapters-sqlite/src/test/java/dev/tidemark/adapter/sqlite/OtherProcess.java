package dev.tidemark.adapter.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A main of the tests in a process of its own, which tells how far it is, line by line. */
final class OtherProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final ExecutorService reading = Executors.newSingleThreadExecutor();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private OtherProcess(Process process) {
    this.process = process;
    reading.execute(this::read);
  }

  static OtherProcess start(Class<?> main, Object... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /**
   * In which every file ends at a size.
   *
   * @param blocks of 512 bytes
   */
  static OtherProcess limited(int blocks, Class<?> main, Object... arguments) throws IOException {
    return start(
        List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"), main, arguments);
  }

  private static OtherProcess start(List<String> by, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(by);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new OtherProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has printed this; says what came instead. */
  void awaitLine(String expected) throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!expected.equals(line)) {
      List<String> rest = new ArrayList<>();
      lines.drainTo(rest);
      throw new AssertionError("expected " + expected + ", found " + line + " " + rest);
    }
  }

  /** What it printed that nobody has waited for. */
  List<String> unread() {
    return List.copyOf(lines);
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end: " + lines);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    reading.shutdownNow();
  }
}
