package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server, and mirrors in it that processes keep, compare and repair. */
final class MirrorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A server that was away is tried again after a minute at the latest. */
  private static final Duration RETRIES = Duration.ofSeconds(150);

  private static final String TOKEN = "http: {sync-token: " + Served.TOKEN + "}";

  @TempDir Path directory;
  @AutoClose private Workplace place;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.synced(directory);
  }

  @Test
  void serve_mirror_isFilledFollowedComparedAndRepaired() throws Exception {
    MySqlDatabase database = server().createDatabase();
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN, mirror(database))) {
      awaitState(served, "live");
      assertThat(names(database)).containsExactly("number 1", "number 2", "number 3");

      place.upstream.on("org", Answers.rows(renamed(2)));
      served.awaitStanding(each -> !each.get("next").isNull());
      assertThat(served.sync("?mode=full").statusCode()).isEqualTo(202);
      served.awaitLog("cycle succeeded");
      assertThat(command(database, "wait").code()).isZero();
      assertThat(names(database)).containsExactly("number 1", "another", "number 3");

      assertDriftIsFoundAndRepaired(database);
      assertThat(served.terminate()).as(served.process.errors()).isZero();
      assertThat(served.process.errors())
          .contains("mirror changed its state mirror=\"reporting\" state=\"live\"")
          .doesNotContain(database.password(), "OpenTelemetry", "HikariPool");
    }
  }

  private static List<String> renamed(long id) {
    List<String> orgs = new ArrayList<>(Workplace.orgs(1, 3));
    orgs.set(
        (int) id - 1,
        Workplace.row(id, "name", "\"another\"", "updated", "\"2020-02-02T00:00:00Z\""));
    return orgs;
  }

  /** A value, a row too few and a row too many, and the version of none has changed. */
  private void assertDriftIsFoundAndRepaired(MySqlDatabase database) {
    database.execute(
        "UPDATE org SET name = 'forged' WHERE id = 1",
        "DELETE FROM net WHERE id = 1",
        "INSERT INTO org (id, name, updated, status) VALUES (99, 'x', '2020-01-01', 'ok')");

    Outcome verified = command(database, "verify");
    assertThat(verified.code()).as(verified.err()).isEqualTo(4);
    assertThat(verified.out().lines().map(String::stripTrailing))
        .contains("org    1    different", "org    99   extra", "net    1    missing")
        .contains("reporting: 3 of 4 rows differ");
    assertThat(command(database, "repair", "--dry-run").code()).isEqualTo(4);
    assertThat(names(database)).contains("forged");

    Outcome repaired = command(database, "repair", "--max-share", "50%");
    assertThat(repaired.code()).as(repaired.out() + repaired.err()).isZero();
    assertThat(names(database)).containsExactly("number 1", "another", "number 3");
    assertThat(command(database, "verify").code()).isZero();
  }

  @Test
  void serve_serverIsDown_isReadyAllTheSameAndTheMirrorFollowsLater() throws Exception {
    try (MySqlInstance server = server().startAnother()) {
      MySqlDatabase database = server.createDatabase();
      server.stop();
      try (Served served = place.serve(Surrounded.PLAIN, mirror(database))) {
        served.awaitStatus(
            "mirror that is tried again",
            status ->
                status.at("/mirrors/0/state").asText().equals("connecting")
                    && status.at("/mirrors/0/nextTry").isTextual());
        served.awaitReadiness(200);
        assertThat(served.get("/metrics").body())
            .contains("tidemark_mirror_state{mirror=\"reporting\",state=\"connecting\"} 1.0");
        assertThat(command(database, "wait", "--timeout", "0s").code()).isEqualTo(1);

        server.start();

        awaitState(served, "live");
        assertThat(names(database)).hasSize(3);
        assertThat(served.process.errors().lines().filter(line -> line.contains("connecting")))
            .hasSizeLessThan(4);
      }
    }
  }

  @Test
  void backfill_killedInTheMiddle_goesOnTheNextTime() throws Exception {
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 12_000)));
    place.sync("--full").assertDone();
    MySqlDatabase database = server().createDatabase();
    String file = place.configuration(mirror(database));

    TidemarkProcess backfill = place.startLook("mirror backfill", "--config", file);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> hasRows(database) || !backfill.isAlive());
    backfill.killAfter(0);

    Outcome again = command(database, "backfill");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(command(database, "verify").code()).isZero();
    assertThat(names(database)).hasSize(12_000);
  }

  private static boolean hasRows(MySqlDatabase database) {
    return !database.rows("SHOW TABLES LIKE 'org'").isEmpty()
        && !database.rows("SELECT 1 FROM org LIMIT 1").isEmpty();
  }

  @Test
  void verify_neverBackfilled_saysWhatIsMissing() {
    Outcome outcome = command(server().createDatabase(), "verify");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("table is missing; it is made when the mirror is set up");
    assertThat(outcome.err().lines()).hasSize(1);
  }

  @Test
  void backfill_wrongPassword_saysSoAndNotWhich() throws Exception {
    MySqlDatabase database = server().createDatabase();
    MySqlDatabase wrong =
        new MySqlDatabase(
            database.host(), database.port(), database.name(), database.user(), "hidden-thing");

    Outcome outcome = command(wrong, "backfill");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("error: ")
        .containsIgnoringCase("denied")
        .doesNotContain("hidden-thing", "\tat ");
  }

  @Test
  void mirrors_twoAtOnePlaceOrNoneEnabled_areToldBeforeAnythingIsAsked() throws Exception {
    MySqlDatabase nowhere = new MySqlDatabase("db.invalid", 3306, "peering", "x", "hidden-thing");
    String file =
        place.configuration(
            mirror(nowhere),
            mirror(nowhere).lines().skip(1).toList().get(0).replace("reporting", "b"));

    Outcome twice = place.lookAt("mirror", "list", "--config", file);
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("is db.invalid:3306/peering, as the mirror b is");

    Outcome listed = command(nowhere, "list");
    assertThat(listed.code()).isZero();
    assertThat(listed.out()).contains("reporting  disabled").doesNotContain("hidden-thing");
  }

  private static MySqlServer server() {
    return MySqlServer.startable().findFirst().orElseThrow();
  }

  private static void awaitState(Served served, String state) {
    await("mirror " + state)
        .atMost(RETRIES)
        .until(() -> served.status().at("/mirrors/0/state").asText().equals(state));
  }

  private static List<String> names(MySqlDatabase database) {
    return database.rows("SELECT name FROM org ORDER BY id").stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  private Outcome command(MySqlDatabase database, String command, String... more) {
    List<String> words = new ArrayList<>(List.of("mirror", command));
    words.addAll(List.of(more));
    words.addAll(List.of("--config", file(database)));
    return place.lookAt(words.toArray(String[]::new));
  }

  private String file(MySqlDatabase database) {
    try {
      return place.configuration(mirror(database));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String mirror(MySqlDatabase database) {
    return "mirrors:\n  reporting: {url: \"%s\", user: \"%s\", password: \"%s\"}"
        .formatted(database.url(), database.user(), database.password());
  }
}
