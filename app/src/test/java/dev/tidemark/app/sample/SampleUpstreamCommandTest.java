package dev.tidemark.app.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SampleUpstreamCommandTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);
  private static final Pattern BASE = Pattern.compile("answers on (http://127.0.0.1:\\d+/api)\\R");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new SampleUpstreamCommand(CLOCK, "./tidemark"))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(failure.getMessage());
              return 1;
            })
        .execute(arguments);
  }

  @Test
  void run_started_saysWhereItIsAndServesUntilItIsInterrupted() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> running = threads.submit(() -> run("--port", "0", "--scale", "0.001"));
      Matcher started = BASE.matcher("");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> started.reset(out.toString()).find() && out.toString().contains("Ctrl-C"));
      URI base = URI.create(started.group(1));

      assertThat(status(base + "/net")).isEqualTo(200);
      assertThat(out.toString())
          .contains("netixlan")
          .containsPattern("total +\\d+\\R")
          .contains("./tidemark sync --data data/sample --upstream " + base)
          .contains("curl -X POST " + base + "/_next");
      assertThat(err.toString()).isEmpty();
      assertThat(running).isNotDone();
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static int status(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void run_portInUse_failsWithAClearMessage() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int code = run("--port", String.valueOf(taken.getLocalPort()), "--scale", "0.001");

      assertThat(code).isEqualTo(1);
      assertThat(err.toString())
          .contains("expected port " + taken.getLocalPort() + " to be free, but it is in use");
    }
  }

  @Test
  void run_wrongOptions_isWrongUsage(@TempDir Path folder) {
    assertThat(run("--scale", "3")).isEqualTo(2);
    assertThat(run("--port", "70000")).isEqualTo(2);
    assertThat(run("--requests-per-minute", "-1")).isEqualTo(2);
    assertThat(run("--then", folder.toString())).isEqualTo(2);
    assertThat(run("--from", folder.toString(), "--seed", "2")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--scale must be more than 0 and at most 2")
        .contains("--port must be from 0 to 65535")
        .contains("--requests-per-minute must not be negative")
        .contains("--then needs --from")
        .contains("do not go with --from");
  }

  @Test
  void run_folderWithoutFiles_saysSo(@TempDir Path folder) {
    assertThat(run("--port", "0", "--from", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(folder + ": it has no file named <type>.json");
  }
}
