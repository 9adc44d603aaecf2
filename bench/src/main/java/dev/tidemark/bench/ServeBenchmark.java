package dev.tidemark.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The resident size of {@code serve} over a hundred cycles of the reference fixture, which changes
 * between them; every tenth cycle is a full one. Prints a Markdown table. Linux only.
 *
 * <p>Arguments: the runnable jar, cycles (default 100), scale of the fixture (default 1).
 */
public final class ServeBenchmark {

  private static final long SEED = 1;
  private static final String TOKEN = "bench";
  private static final int FULL_EVERY = 10;
  private static final int PORT = 18_093;
  private static final URI BASE = URI.create("http://127.0.0.1:" + PORT);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final SyntheticData data;
  private final long pid;

  private ServeBenchmark(SyntheticData data, long pid) {
    this.data = data;
    this.pid = pid;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String jar = arguments[0];
    int cycles = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    double scale = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 1;
    Clock clock = Clock.systemUTC();
    SyntheticData data = SyntheticData.of(scale, SEED, clock);
    try (SampleServer server = SampleServer.start(data, SampleOptions.by(clock), 0)) {
      Bench.inFreshDirectory(directory -> run(data, start(jar, server.base(), directory), cycles));
    }
  }

  private static Process start(String jar, URI upstream, Path directory) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-jar",
            Path.of(jar).toAbsolutePath().toString(),
            "serve");
    builder
        .environment()
        .putAll(
            Map.of(
                "TIDEMARK_DATA",
                directory.resolve("data").toString(),
                "TIDEMARK_UPSTREAM_URL",
                upstream.toString(),
                "TIDEMARK_UPSTREAM_API_KEY",
                "any",
                "TIDEMARK_SYNC_INTERVAL",
                "7d",
                "TIDEMARK_HTTP_LISTEN",
                "127.0.0.1:" + PORT,
                "TIDEMARK_HTTP_SYNC_TOKEN",
                TOKEN));
    try {
      return builder
          .directory(directory.toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException("start " + jar, e);
    }
  }

  private static void run(SyntheticData data, Process process, int cycles) {
    try {
      new ServeBenchmark(data, process.pid()).run(cycles);
    } catch (IOException e) {
      throw new IllegalStateException("measure serve", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroy();
      try {
        process.waitFor(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(int cycles) throws IOException, InterruptedException {
    System.out.println("| after cycle | resident, MB | peak resident, MB |");
    System.out.println("|---:|---:|---:|");
    for (int cycle = 1; cycle <= cycles; cycle++) {
      if (cycle > 1) {
        data.advance();
        order(cycle % FULL_EVERY == 0 ? "full" : "incremental");
      }
      awaitSuccess(cycle);
      if (cycle == 1 || cycle % FULL_EVERY == 0) {
        System.out.printf(
            Locale.ROOT, "| %d | %,d | %,d |%n", cycle, Resident.now(pid), Resident.peak(pid));
      }
    }
  }

  private void order(String mode) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(BASE.resolve("/sync?mode=" + mode))
            .header("X-Sync-Token", TOKEN)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("order a cycle: " + answer.body());
    }
  }

  /** Looks ten times a second, for at most two minutes. */
  private void awaitSuccess(int cycle) throws IOException, InterruptedException {
    CountDownLatch look = new CountDownLatch(1);
    for (int looks = 0; looks < 1_200; looks++) {
      JsonNode last = lastRun();
      if (last.path("cycle").asInt() == cycle && last.path("outcome").asText().equals("ok")) {
        return;
      }
      look.await(100, TimeUnit.MILLISECONDS);
    }
    throw new IllegalStateException("cycle " + cycle + " did not end in time: " + lastRun());
  }

  private JsonNode lastRun() throws IOException, InterruptedException {
    try {
      return JSON.readTree(
              client
                  .send(
                      HttpRequest.newBuilder(BASE.resolve("/status")).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body())
          .at("/runs/0");
    } catch (ConnectException notYet) {
      return JSON.missingNode();
    }
  }
}
