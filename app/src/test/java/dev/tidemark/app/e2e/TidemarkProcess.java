package dev.tidemark.app.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own. */
public final class TidemarkProcess {

  /** Not that of the tests, which is on the class path, too. */
  private static final String SHIPPED_LOGGING = "-Dlogback.configurationFile=logback.xml";

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final Process process;
  private final File out;
  private final File err;

  private TidemarkProcess(Process process, File out, File err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * What the process is started with.
   *
   * @param before commands that set something up and then become the process
   */
  public record Surrounded(List<String> before, List<String> jvmOptions) {

    public static final Surrounded PLAIN = new Surrounded(List.of(), List.of());

    /**
     * Signals as in a terminal, though the build may run in the background, where a shell has
     * Ctrl-C ignored.
     */
    static Surrounded heedingSignals() {
      String script =
          "env --default-signal=INT true 2>/dev/null && exec env --default-signal=INT \"$@\";"
              + " exec \"$@\"";
      return new Surrounded(List.of("sh", "-c", script, "sh"), List.of());
    }

    /** No file may grow past this. */
    static Surrounded withFilesUpTo(int kibibytes) {
      return new Surrounded(
          List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash"), List.of());
    }

    static Surrounded withJvm(String... options) {
      return new Surrounded(List.of(), List.of(options));
    }
  }

  public static TidemarkProcess start(Surrounded surrounded, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(surrounded.before());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", SHIPPED_LOGGING));
    command.addAll(surrounded.jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.tidemark.app.Main");
    command.addAll(List.of(arguments));
    File out = printed("out");
    File err = printed("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().keySet().removeIf(name -> name.startsWith("TIDEMARK_"));
    builder.environment().putAll(Map.of("TIDEMARK_UPSTREAM_MIN_SPACING", "0s"));
    return new TidemarkProcess(builder.start(), out, err);
  }

  private static File printed(String stream) throws IOException {
    File file = Files.createTempFile("tidemark-", "." + stream).toFile();
    file.deleteOnExit();
    return file;
  }

  /** Returns with the first line of progress, or the end of the process. */
  void awaitFirstRequest() {
    await("progress")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(GLANCE)
        .until(() -> err.length() > 0 || !process.isAlive());
  }

  /** Kills it as {@code kill -9} does, unless it ends by itself before. */
  public void killAfter(long millis) throws InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
    exitCode();
  }

  /** Kills it, if it still runs. */
  public void end() {
    process.destroyForcibly();
  }

  /** Sends a signal: {@code INT}, as Ctrl-C does, or {@code TERM}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end within " + PATIENCE + ": " + errors());
    }
    return process.exitValue();
  }

  /** How it ended. */
  Outcome outcome() throws InterruptedException {
    return new Outcome(exitCode(), text(out), errors());
  }

  public String printed() {
    return text(out);
  }

  public String errors() {
    return text(err);
  }

  private static String text(File file) {
    try {
      return Files.readString(file.toPath());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
