package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.settings.SettingsDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsCommandsTest extends LibraryCommands {

  SettingsCommandsTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @Test
  void set_goodValues_areStoredAndSaid() {
    int code = run("settings", "set", "sync.interval", "30m", "http.stale-after", "2h");

    assertThat(out.lines())
        .containsExactly(
            "http.stale-after  24h -> 2h", "sync.interval     1h -> 30m", "settings version 1");
    assertThat(err).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void set_storedValue_countsBehindTheFileAndBeforeTheEnvironment() throws IOException {
    configure("sync: {interval: 2h, timeout: 10m}\nhttp: {stale-after: 3h}");
    run("settings", "set", "sync.interval", "30m", "sync.heap-warning", "1GB");

    run("config");

    assertThat(out.lines())
        .anyMatch(line -> line.matches("sync\\.interval +30m +settings version 1 .*"))
        .anyMatch(line -> line.matches("sync\\.heap-warning +0 +TIDEMARK_SYNC_HEAP_WARNING .*"))
        .anyMatch(line -> line.matches("sync\\.timeout +10m +.*tidemark\\.yaml:2 .*"));
  }

  @Test
  void set_hiddenHere_warns() {
    int code = run("settings", "set", "sync.heap-warning", "1GB");

    assertThat(err)
        .isEqualTo(
            "warning: sync.heap-warning: TIDEMARK_SYNC_HEAP_WARNING says otherwise here, and comes"
                + " first\n");
    assertThat(out).startsWith("sync.heap-warning  400MB -> 1GB\n");
    assertThat(code).isZero();
  }

  @Test
  void set_badNamesAndValues_areToldAllAtOnceAndStoreNothing() {
    int code =
        run(
            "settings",
            "set",
            "sync.intervall",
            "1h",
            "sync.timeout",
            "soon",
            "http.listen",
            ":1",
            "http.sync-token",
            "hidden-thing");

    assertThat(err.lines())
        .containsExactly(
            "error: settings has 4 problems",
            "  http.listen: it is read when a process starts; set it in tidemark.yaml, or as"
                + " TIDEMARK_HTTP_LISTEN",
            "  http.sync-token: a secret is not stored here; write ${file:PATH} or ${env:NAME} into"
                + " tidemark.yaml, or set TIDEMARK_HTTP_SYNC_TOKEN",
            "  sync.intervall: no such setting; did you mean \"sync.interval\"?",
            "  sync.timeout: expected a duration with a unit, such as 500ms, 3s, 30m, 1h or 7d,"
                + " found \"soon\"");
    assertThat(code).isEqualTo(2);
    assertThat(stored().current()).isEmpty();
  }

  @Test
  void set_fewerRequestsThanTypes_isRefusedAsInTheFile() {
    int code = run("settings", "set", "sync.requests-per-hour", "1");

    assertThat(err)
        .isEqualTo(
            "error: configuration: settings version 1: sync.requests-per-hour: expected at least 2,"
                + " one request for each type of the schema library, or 0 for no limit; found 1\n");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void set_reference_standsForItselfAndIsRefused() {
    int code = run("settings", "set", "sync.interval", "${env:INTERVAL}");

    assertThat(err).contains("expected a duration with a unit").contains("\"${env:INTERVAL}\"");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void set_noValue_isAUsageError() {
    assertThat(run("settings", "set", "sync.interval", "1h", "sync.timeout")).isEqualTo(2);
    assertThat(err)
        .startsWith("error: expected names and values in turn, found no value for sync.timeout\n");
  }

  @Test
  void set_same_changesNothing() {
    run("settings", "set", "sync.interval", "30m");
    run("settings", "set", "sync.interval", "30m");

    assertThat(out).isEqualTo("nothing to change: settings version 1\n");
    assertThat(stored().history()).hasSize(1);
  }

  @Test
  void set_expectedVersion_isComparedFirst() {
    run("settings", "set", "sync.interval", "30m", "--expect", "0");

    int code = run("settings", "set", "sync.interval", "40m", "--expect", "0");

    assertThat(err)
        .isEqualTo(
            "error: change the settings: expected version 0, found 1; settings history tells who"
                + " changed what\n");
    assertThat(code).isEqualTo(1);
    assertThat(run("settings", "set", "sync.interval", "40m", "--expect", "1")).isZero();
  }

  @Test
  void set_json_hasTheVersionAndTheChanges() {
    run("settings", "set", "sync.interval", "30m", "--json");

    assertThat(out.replaceAll("\\s", ""))
        .isEqualTo(
            "{\"version\":1,\"changes\":[{\"setting\":\"sync.interval\",\"before\":\"1h\","
                + "\"after\":\"30m\"}]}");
  }

  @Test
  void unset_stored_letsTheFileCountAgain() throws IOException {
    configure("sync: {interval: 2h}");
    run("settings", "set", "sync.interval", "30m");

    int code = run("settings", "unset", "sync.interval");

    assertThat(out.lines()).containsExactly("sync.interval  30m -> 2h", "settings version 2");
    assertThat(code).isZero();
  }

  @Test
  void unset_notStored_saysWhatMayBeMeant() {
    run("settings", "set", "sync.interval", "30m");

    int code = run("settings", "unset", "sync.intervl", "http.drain");

    assertThat(err.lines())
        .containsExactly(
            "error: settings has 2 problems",
            "  sync.intervl: is not stored; did you mean \"sync.interval\"?",
            "  http.drain: is not stored");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void rollback_earlierVersion_isStoredAgain() {
    run("settings", "set", "sync.interval", "30m");
    run("settings", "set", "sync.interval", "10m", "http.drain", "1s");

    int code = run("settings", "rollback", "1");

    assertThat(out.lines())
        .containsExactly(
            "http.drain     1s -> 10s", "sync.interval  10m -> 30m", "settings version 3");
    assertThat(code).isZero();
  }

  @Test
  void rollback_versionThatNeverWas_fails() {
    assertThat(run("settings", "rollback", "7")).isEqualTo(1);
    assertThat(err)
        .isEqualTo(
            "error: roll the settings back: there never was a version 7; settings history lists"
                + " all\n");
  }

  @Test
  void get_nothingStored_showsWhatCountsAndSaysSo() {
    int code = run("settings", "get");

    assertThat(out.lines())
        .anyMatch(line -> line.matches("setting +value +origin +since"))
        .anyMatch(line -> line.matches("sync\\.interval +1h +default"))
        .endsWith("nothing is stored");
    assertThat(out).doesNotContain("http.listen");
    assertThat(code).isZero();
  }

  @Test
  void get_stored_saysSinceWhenItHasThisValue() {
    run("settings", "set", "sync.interval", "30m");
    clock.advance(Duration.ofHours(1));
    run("settings", "set", "http.drain", "1s");

    run("settings", "get");

    assertThat(out.lines())
        .anyMatch(
            line -> line.matches("sync\\.interval +30m +settings version 2 +2026-04-16 08:30:00"))
        .anyMatch(line -> line.matches("http\\.drain +1s +settings version 2 +2026-04-16 09:30:00"))
        .endsWith("settings version 2");
  }

  @Test
  void get_one_isItsValueAlone() {
    run("settings", "set", "sync.interval", "30m");

    run("settings", "get", "sync.interval");
    assertThat(out).isEqualTo("30m\n");

    run("settings", "get", "sync.interval", "--json");
    assertThat(out.replaceAll("\\s", ""))
        .isEqualTo(
            "{\"version\":1,\"setting\":\"sync.interval\",\"value\":\"30m\","
                + "\"origin\":\"settingsversion1\",\"since\":\"2026-04-16T08:30:00Z\"}");
  }

  @Test
  void get_unknown_saysWhatMayBeMeant() {
    assertThat(run("settings", "get", "sync.intervl")).isEqualTo(2);
    assertThat(err)
        .isEqualTo(
            "error: settings: sync.intervl: no such setting; did you mean \"sync.interval\"?\n");
  }

  @Test
  void history_listsVersionsWithTheirChanges() {
    run("settings", "set", "sync.interval", "30m", "--note", "the new contract");
    run("settings", "set", "http.drain", "1s");
    run("settings", "unset", "sync.interval");

    run("settings", "history");

    assertThat(out.lines())
        .containsExactly(
            "version  when                 note                 changes",
            "      3  2026-04-16 08:30:00  unset sync.interval  sync.interval 30m -> -",
            "      2  2026-04-16 08:30:00  set http.drain       http.drain - -> 1s",
            "      1  2026-04-16 08:30:00  the new contract     sync.interval - -> 30m");
  }

  @Test
  void history_nothingStored_saysSo() {
    assertThat(run("settings", "history")).isZero();
    assertThat(out).isEqualTo("nothing is stored, and never was\n");
  }

  @Test
  void storedByAnotherVersion_isAProblemOfEveryCommandButCanBeUnset() {
    stored()
        .put(0, "{\"sync.colour\":\"red\",\"sync.timeout\":\"soon\",\"http.drain\":\"1s\"}", "x");

    assertThat(run("status")).isEqualTo(2);
    assertThat(err.lines())
        .containsExactly(
            "error: configuration has 2 problems",
            "  settings version 1: sync.colour: no such setting",
            "  settings version 1: sync.timeout: expected a duration with a unit, such as 500ms,"
                + " 3s, 30m, 1h or 7d, found \"soon\"");

    assertThat(run("settings", "unset", "sync.colour", "sync.timeout")).isZero();
    assertThat(run("config")).isZero();
  }

  @Test
  void set_onTopOfWhatIsNoGood_tellsThatToo() {
    stored().put(0, "{\"sync.colour\":\"red\"}", "x");

    assertThat(run("settings", "set", "http.drain", "1s")).isEqualTo(2);
    assertThat(err).isEqualTo("error: settings: sync.colour: no such setting\n");
  }

  @Test
  void documentOfNoUse_isSaidAndCanBeRolledBack() {
    run("settings", "set", "http.drain", "1s");
    stored().put(1, "[]", "x");

    assertThat(run("config")).isEqualTo(2);
    assertThat(err)
        .isEqualTo(
            "error: configuration: settings version 2: expected a JSON object of names and texts;"
                + " roll it back\n");
    assertThat(run("settings", "rollback", "1")).isZero();
    assertThat(run("config")).isZero();
  }

  @Test
  void set_manyAtOnce_losesNone() throws Exception {
    List<String> names =
        List.of("sync.interval", "sync.timeout", "http.drain", "sync.full-interval");
    ExecutorService setters = Executors.newFixedThreadPool(names.size());
    List<Callable<Integer>> work = new ArrayList<>();
    names.forEach(name -> work.add(() -> runAside("settings", "set", name, "42m")));
    try {
      for (Future<Integer> code : setters.invokeAll(work)) {
        assertThat(code.get()).isZero();
      }
    } finally {
      setters.shutdownNow();
    }

    assertThat(stored().current().orElseThrow().document()).contains(names);
    assertThat(stored().history()).hasSize(names.size());
  }

  private SettingsDocument stored() {
    return new SettingsDocument(adapters.state.open());
  }
}
