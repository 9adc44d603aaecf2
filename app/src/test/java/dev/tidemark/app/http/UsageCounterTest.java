package dev.tidemark.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.StateFiles;
import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.state.ApiUsage;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server on a real state counts. */
final class UsageCounterTest {

  @TempDir Path directory;
  private final ManualClock clock = ManualClock.at("2026-04-16T08:30:00Z");

  private WebServer serve(StateEngine state) {
    Clients clients = new Clients(SyncToken.none(), new ApiTokens(state));
    UsageCounter counter =
        new UsageCounter(
            new ApiUsage(state, clock), new ApiMinutes(state, clock), clients, "here:1");
    Views views =
        new Views(
            Map::of,
            () -> {
              throw new IllegalStateException("planted");
            });
    return WebServer.start(new Listen("127.0.0.1", 0), List.of(views, counter));
  }

  @Test
  void count_everyAnswer_isInItsMinuteByClassOfStatus() throws Exception {
    StateFiles files = new StateFiles(directory, clock);
    try (Application application = files.open();
        WebServer server = serve(application.get(StateEngine.class))) {
      Client client = new Client(server.listen());
      client.get("/status");
      client.get("/status");
      client.get("/nowhere");
      client.send("DELETE", "/status");
      client.get("/metrics");
      clock.advance(Duration.ofMinutes(1));
      client.send("HEAD", "/status");
    }

    assertThat(files.weakRows("api_minute"))
        .containsExactly(
            "here:1 29605470 anonymous GET * 4xx 2026-04-16T08:30:00Z 1",
            "here:1 29605470 anonymous GET /metrics 5xx 2026-04-16T08:30:00Z 1",
            "here:1 29605470 anonymous GET /status 2xx 2026-04-16T08:30:00Z 2",
            "here:1 29605470 anonymous OTHER * 4xx 2026-04-16T08:30:00Z 1",
            "here:1 29605471 anonymous GET /status 2xx 2026-04-16T08:31:00Z 1");
  }

  /** The first request of a minute looks into the file. */
  @Test
  void count_fileUnreadable_isNobodysTrouble() throws Exception {
    StateFiles files = new StateFiles(directory, clock);
    Path rubbish = Files.writeString(directory.resolve("rubbish"), "rubbish ".repeat(1_000));
    try (Application application = files.open();
        WebServer server = serve(application.get(StateEngine.class))) {
      Client client = new Client(server.listen());
      client.get("/status");
      Files.move(rubbish, directory.resolve("cache.db"), StandardCopyOption.REPLACE_EXISTING);
      clock.advance(Duration.ofMinutes(1));

      assertThat(client.get("/status").statusCode()).isEqualTo(200);
    }

    assertThat(files.weakRows("api_minute"))
        .containsExactly("here:1 29605470 anonymous GET /status 2xx 2026-04-16T08:30:00Z 1");
    assertThat(files.weakRows("api_usage")).singleElement().asString().contains(" 2 0 ");
  }
}
