package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that one process stores and others heed. */
@Tag("proof")
final class LiveSettingsTest {

  @TempDir Path directory;
  @AutoClose private Workplace place;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.synced(directory);
  }

  @Test
  void set_byAnotherProcess_reachesARunningService() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN)) {
      Instant before = next(served.awaitStanding(each -> !each.get("next").isNull()));

      TidemarkProcess set =
          place.startLook("settings set", "sync.interval", "10m", "http.stale-after", "1s");
      Outcome outcome = set.outcome();

      assertThat(outcome.out()).contains("sync.interval     1h -> 10m", "settings version 1");
      served.awaitLog("setting changed setting=\"sync.interval\" from=\"1h\" to=\"10m\"");
      served.awaitStanding(
          each -> !each.get("next").isNull() && next(each).isBefore(before.minusSeconds(1_800)));
      assertThat(served.awaitUnready().get("staleAfterSeconds").asLong()).isEqualTo(1);

      assertThat(settings("unset", "http.stale-after").code()).isZero();
      served.awaitReadiness(200);
      assertThat(served.terminate()).isZero();
    }
  }

  private static Instant next(JsonNode standing) {
    return Instant.parse(standing.get("next").asText());
  }

  @Test
  void set_flushThreshold_letsARunningServiceWriteAtOnce() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, "state: {flush-interval: 1d}")) {
      JsonNode before =
          served
              .awaitStatus("dirty", each -> each.at("/state/dirty").has("api_usage"))
              .at("/state/lastFlush");

      settings("set", "state.flush-threshold", "0");

      served.awaitStatus("written", each -> !each.at("/state/lastFlush").equals(before));
    }
  }

  @Test
  void set_whatIsNoGoodForAService_isToldAndTheLastGoodOneStays() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN)) {
      settings("set", "http.stale-after", "5h");
      served.awaitLog("to=\"5h\"");

      place.executeState(
          "UPDATE settings SET document = '{\"http.stale-after\":\"soon\"}', _version = 2");

      served.awaitLog("stored settings are no good, those before stay");
      assertThat(served.json(served.get("/readyz").body()).get("staleAfterSeconds").asLong())
          .isEqualTo(Duration.ofHours(5).toSeconds());
    }
  }

  @Test
  void set_byManyProcessesAtOnce_losesNothing() throws Exception {
    List<String> names = List.of("sync.interval", "sync.timeout", "http.drain");
    List<TidemarkProcess> setters = new ArrayList<>();
    for (String name : names) {
      setters.add(place.startLook("settings set", name, "42m"));
    }
    for (TidemarkProcess setter : setters) {
      Outcome outcome = setter.outcome();
      assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    JsonNode got = settings("get", "--json").json();
    assertThat(got.get("version").asInt()).isEqualTo(names.size());
    for (String name : names) {
      assertThat(got.get("settings").get(name).get("value").asText()).isEqualTo("42m");
    }
  }

  @Test
  void get_noState_makesNone() throws Exception {
    try (Workplace empty = Workplace.in(directory.resolve("data"))) {
      assertThat(run(empty, "settings", "get").out()).endsWith("nothing is stored\n");
      assertThat(run(empty, "settings", "history").out())
          .isEqualTo("nothing is stored, and never was\n");
      assertThat(run(empty, "token", "list").out()).isEqualTo("no token is stored\n");
      assertThat(run(empty, "settings", "unset", "http.drain").code()).isEqualTo(2);
      assertThat(run(empty, "settings", "rollback", "1").code()).isEqualTo(1);
      assertThat(empty.data).doesNotExist();
    }
  }

  @Test
  void rollback_realState_isANewVersion() {
    settings("set", "http.drain", "1s");
    settings("set", "http.drain", "2s");

    assertThat(settings("rollback", "1").out())
        .isEqualTo("http.drain  2s -> 1s\nsettings version 3\n");
    assertThat(settings("set", "http.drain", "9s", "--expect", "2").code()).isEqualTo(1);
  }

  private Outcome settings(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("settings", command));
    arguments.addAll(List.of(more));
    return run(place, arguments.toArray(String[]::new));
  }

  private static Outcome run(Workplace place, String... arguments) {
    return place.lookAt(arguments);
  }
}
