package dev.tidemark.bench;

import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The reference fixture, 364,100 rows, over loopback HTTP: each measured part in a process of its
 * own, by turns, all against one server in this one. Prints a Markdown table.
 *
 * <p>Arguments: rounds in each process (default 5), scale of the fixture (default 1).
 */
public final class SyncBenchmark {

  private static final long SEED = 1;
  private static final int PASSES = 2;
  private static final String SMALL = "-Xmx96m";

  private SyncBenchmark() {}

  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    double scale = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
    Clock clock = Clock.systemUTC();
    try (SampleServer server =
        SampleServer.start(SyntheticData.of(scale, SEED, clock), SampleOptions.by(clock), 0)) {
      String base = server.base().toString();
      Figures figures = new Figures();
      for (int pass = 0; pass < PASSES; pass++) {
        figures.add(measure("-Xmx3g", BaselineInsert.class, base, rounds), "");
        figures.add(measure("-Xmx512m", MeasuredSync.class, base, rounds), "");
      }
      figures.add(measure(SMALL, MeasuredSync.class, base, 1), " with " + SMALL);
      System.out.print(figures.table(" with " + SMALL));
    }
  }

  /** Runs the part and gives the lines that it prints: a name, a blank, milliseconds. */
  private static List<String> measure(String heap, Class<?> part, String base, int rounds) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            part.getName(),
            base,
            Integer.toString(rounds));
    System.err.println("measuring " + part.getSimpleName() + " with " + heap);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      List<String> lines = new ArrayList<>();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        out.lines().forEach(lines::add);
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(part.getSimpleName() + " ended with " + exit);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }
}
