package dev.tidemark.app.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code tidemark sync} in a process of its own. */
final class SyncProcess {

  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch firstLine = new CountDownLatch(1);

  private SyncProcess(Process process) {
    this.process = process;
  }

  static SyncProcess start(URI upstream, Path data, boolean full, String... jvmOptions)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("dev.tidemark.app.Main", "sync", "--upstream", upstream.toString()));
    command.addAll(List.of("--data", data.toString()));
    if (full) {
      command.add("--full");
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("TIDEMARK_"));
    builder.environment().put("TIDEMARK_UPSTREAM_MIN_SPACING", "0s");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    SyncProcess started = new SyncProcess(builder.start());
    CompletableFuture.runAsync(started::readErrors);
    return started;
  }

  private void readErrors() {
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        errors.add(line);
        firstLine.countDown();
      }
    } catch (IOException e) {
      errors.add(e.toString()); // a killed process closes its streams in the middle
    } finally {
      firstLine.countDown();
    }
  }

  /** Returns with the first line of progress, or the end of the process. */
  void awaitFirstRequest() throws InterruptedException {
    if (!firstLine.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no progress: " + errors);
    }
  }

  /** Kills it as {@code kill -9} does, unless it ends by itself before. */
  void killAfter(long millis) throws InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
    await();
  }

  /** Asks it to stop as Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Its exit code. */
  int await() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end: " + errors);
    }
    return process.exitValue();
  }

  String errors() {
    return String.join("\n", errors);
  }
}
