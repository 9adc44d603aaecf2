package dev.tidemark.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A part of a benchmark in a process of its own. It tells in lines what it has come to, and ends
 * when nobody is there to hear it.
 */
final class Part implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 300;
  private static final String END = "end of output";

  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Process process;

  /**
   * What it has told.
   *
   * @param at {@link System#nanoTime} of when it was read here
   */
  record Line(String text, long at) {}

  private Part(Process process) {
    this.process = process;
  }

  /**
   * @param heap the option of Java for it
   */
  static Part start(Class<?> main, String heap, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    for (Object each : arguments) {
      command.add(each.toString());
    }
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Part part = new Part(process);
      Thread reader = Executors.defaultThreadFactory().newThread(part::read);
      reader.setName(main.getSimpleName());
      reader.setDaemon(true);
      reader.start();
      return part;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      out.lines().forEach(line -> lines.add(new Line(line, System.nanoTime())));
    } catch (IOException | UncheckedIOException e) {
      // Said below in the same way.
    }
    lines.add(new Line(END, System.nanoTime()));
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the next line that begins so, and a blank; gives what follows. */
  String await(String word) {
    return awaitLine(word).text();
  }

  /** Like {@link #await}, with when it came. */
  Line awaitLine(String word) {
    while (true) {
      Line line = next(word);
      if (line.text().startsWith(word + " ")) {
        return new Line(line.text().substring(word.length() + 1), line.at());
      }
      if (line.text().equals(END)) {
        throw new IllegalStateException("a part ended before it told " + word);
      }
    }
  }

  private Line next(String word) {
    try {
      Line line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException("a part did not tell " + word + " in time");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  /** In the other process: tells the one that started it. */
  static void tell(String word, Object what) {
    System.out.println(word + " " + what);
  }

  /** In the other process: until it is closed from here. */
  static void awaitClose() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
