package dev.tidemark.app.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A gateway in a process of its own, which tells how far it is, line by line, and goes on where it
 * waits when it is told to.
 */
final class Child implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final String ENDED = "(it ended)";

  private final Process process;
  private final Thread reading = new Thread(this::read);
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> passed = new ArrayList<>();

  private Child(Process process) {
    this.process = process;
    reading.setDaemon(true);
    reading.start();
  }

  static Child start(ChildMain.Part part, Path directory) throws IOException {
    return start(List.of(), part, directory);
  }

  /** No file may grow past this, which stands for a disk that is full. */
  static Child withFilesUpTo(int kibibytes, ChildMain.Part part, Path directory)
      throws IOException {
    return start(
        List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash"),
        part,
        directory);
  }

  private static Child start(List<String> before, ChildMain.Part part, Path directory)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ChildMain.class.getName(), part.name(), directory.toString()));
    return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
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
    lines.add(ENDED);
  }

  /** The rest of the next line that starts with this; {@link #drain} has those before it. */
  String await(String start) throws InterruptedException {
    while (true) {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(ENDED)) {
        throw new AssertionError("expected " + start + ", found " + passed);
      }
      if (line.startsWith(start)) {
        return line.substring(start.length()).strip();
      }
      passed.add(line);
    }
  }

  /** What it has printed that nobody has waited for, up to now. */
  List<String> drain() {
    List<String> drained = new ArrayList<>(passed);
    passed.clear();
    lines.drainTo(drained);
    return drained;
  }

  void goOn() throws IOException {
    OutputStream in = process.getOutputStream();
    in.write('\n');
    in.flush();
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill -" + name + " ended with " + code);
    }
  }

  /** Lets none of its threads go on, until {@link #resume}. */
  void suspend() throws IOException, InterruptedException {
    signal("STOP");
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    if (Files.exists(threads)) {
      Awaitility.await("stop")
          .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> areStopped(threads));
    }
  }

  private static boolean areStopped(Path threads) throws IOException {
    try (Stream<Path> each = Files.list(threads)) {
      for (Path thread : each.toList()) {
        if (!isStopped(thread)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One that ends meanwhile does not go on, either. */
  private static boolean isStopped(Path thread) throws IOException {
    try {
      return Files.readString(thread.resolve("status")).contains("State:\tT");
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw e;
      }
      return true;
    }
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Ends it as {@code kill -9} does, and reads what it has printed to the end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reading.join();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
