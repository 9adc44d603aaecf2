package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import dev.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on rollups, on real files. */
final class RollupTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final int DRIFT = 4;
  private static final int USAGE = 2;
  private static final String[] ROLLUP = {"rollup"};

  /** As many numbers as there are between 0 and the bound. */
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)";

  @TempDir Path directory;
  @AutoClose private Workplace place;

  /** Three orgs and a net, all new at one moment. */
  private void synced() throws IOException {
    place = Workplace.in(directory, Workplace.SCHEMA, ManualClock.at(NOW));
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 3)));
    place.upstream.on("net", Answers.rows(Workplace.row(1, "org_id", "1")));
    place.sync().assertDone();
  }

  private Outcome rollup(String... words) {
    return place.lookAt(Stream.of(ROLLUP, words).flatMap(Stream::of).toArray(String[]::new));
  }

  private Outcome done(String... words) {
    Outcome outcome = rollup(words);
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return outcome;
  }

  /** Entries of the feed, this far apart, the first of them at this time. */
  private void history(Instant first, Duration apart, int count) {
    String at =
        "strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', %d + i * %d, 'unixepoch')"
            .formatted(first.getEpochSecond(), apart.toSeconds());
    place.execute(
        NUMBERS.formatted(count - 1)
            + " INSERT INTO _change (type, key, kind, cycle, at)"
            + " SELECT 'org', i, 'UPDATE', 1, "
            + at
            + " FROM n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "status",
        "run",
        "backfill changes",
        "backfill changes --dry-run",
        "verify",
        "show changes"
      })
  void anyCommand_nothingSyncedYet_saysSoAndMakesNoFile(String words) throws IOException {
    place = Workplace.in(directory);

    rollup(words.split(" ")).assertFailed(1, "there is none yet", "sync", "first");

    assertThat(place.data).doesNotExist();
  }

  @Test
  void show_twoCyclesOfTheSample_equalsADirectQuery() throws IOException {
    ManualClock clock = ManualClock.at(NOW);
    place = Workplace.in(directory, Workplace.SCHEMA, clock);
    String[] data = {"--data", place.data.toString()};
    SyntheticData sample = SyntheticData.of(0.001, 1, clock);
    try (SampleServer server = SampleServer.start(sample, SampleOptions.by(clock), 0)) {
      String[] sync = {"sync", data[0], data[1], "--upstream", server.base().toString()};
      place.run(sync).assertDone();
      clock.advance(Duration.ofHours(2));
      sample.advance();
      place.run(sync).assertDone();
    }
    assertThat(place.run("rollup", "backfill", "changes", data[0], data[1]).code()).isZero();

    Outcome csv =
        place.run("rollup", "show", "changes", "--csv", "--zone", "UTC", data[0], data[1]);

    List<String> direct =
        place
            .copy()
            .query(
                "SELECT strftime('%Y-%m-%dT%H:00:00Z', at) || ',' || type || ',' || kind || ',' ||"
                    + " count(*) AS line FROM _change GROUP BY substr(at, 1, 13), type, kind")
            .stream()
            .map(row -> String.valueOf(row.get("line")))
            .toList();
    assertThat(csv.out().lines().findFirst()).contains("bucket,type,kind,changes");
    assertThat(csv.out().lines().skip(1)).containsExactlyInAnyOrderElementsOf(direct);
    assertThat(direct).anyMatch(line -> line.startsWith("2026-04-16T10:00:00Z"));
  }

  @Test
  void commands_firstHour_leadFromNothingToAChart() throws IOException {
    synced();

    assertThat(done("list").out().lines())
        .containsExactly(
            "rollup    in       source      per   keys                      measures  complete"
                + " since  age",
            "changes   replica  _change     hour  type, kind                changes   never        "
                + "   -",
            "requests  state    api_minute  hour  endpoint, status, client  requests  never        "
                + "   -");
    rollup("show", "changes")
        .assertFailed(
            1, "show changes in replica: it was never filled", "tidemark rollup backfill changes");
    assertThat(done("backfill", "changes", "--dry-run").out().lines())
        .containsExactly(
            "from                 until before",
            "2026-04-16 08:00:00  2026-04-16 09:00:00",
            "",
            "changes in replica: 1 part would be computed; nothing was written");
    assertThat(place.copy().query("SELECT name FROM sqlite_schema WHERE name LIKE '%rollup%'"))
        .isEmpty();
    Outcome filled = done("backfill", "changes");
    assertThat(filled.out()).isEqualTo("changes in replica: complete; 2 cells in 1 part\n");
    assertThat(filled.err())
        .isEqualTo(
            "changes in replica  1 of 1 parts  2026-04-16T08:00:00Z to 2026-04-16T09:00:00Z  2"
                + " cells\n");
    assertThat(done("show", "changes").out().lines())
        .containsExactly(
            "changes per hour, times of UTC: 4 in all",
            "",
            "... 168 h without any",
            "2026-04-16 08:00  4  " + "#".repeat(59),
            "",
            "type  kind    changes",
            "org   INSERT        3",
            "net   INSERT        1");
  }

  @Test
  void run_eachState_isSaid() throws IOException {
    synced();
    assertThat(done("run").err()).contains("warning: changes in replica: it was never filled");
    done("backfill", "changes");
    assertThat(done("run", "changes").out()).isEqualTo("changes in replica: NOTHING_DUE\n");

    history(NOW, Duration.ofMinutes(1), 3);
    assertThat(done("run", "changes").out())
        .isEqualTo("changes in replica: RAN: 1 cell in 1 tick\n");

    place.execute(
        "UPDATE _rollup SET lease_holder = 'process 7', lease_until ="
            + " strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+2 hours')");
    assertThat(done("run", "changes").out())
        .startsWith("changes in replica: LOCK_BUSY: process 7 writes to it, until 20")
        .endsWith(" at least\n");
    rollup("backfill", "changes", "--again").assertFailed(1, "process 7 does so until");
    assertThat(done("status", "changes").out()).contains("process 7, until 20");
  }

  @Test
  void run_storeRefuses_isOneAndTheStatusSaysWhy() throws IOException {
    synced();
    done("backfill", "changes");
    history(NOW, Duration.ofMinutes(1), 3);
    place.execute(
        "CREATE TRIGGER full BEFORE INSERT ON _rollup_changes"
            + " BEGIN SELECT RAISE(ABORT, 'no room'); END");

    Outcome failed = rollup("run", "changes", "--json");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().at("/0/result").asText()).isEqualTo("failed");
    Outcome status = rollup("status", "changes");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).startsWith("changes in replica: failing\n");
    assertThat(status.err())
        .startsWith("warning: changes in replica: it fails: ")
        .contains("a trigger of the table refused it");

    place.execute("DROP TRIGGER full");
    done("run", "changes");
    assertThat(done("status", "changes").out()).startsWith("changes in replica: up to date\n");
  }

  @Test
  void run_storeCannotSayHowItStands_isAFailureThatIsTold() throws IOException {
    synced();
    done("backfill", "changes");
    place.execute("ALTER TABLE _rollup RENAME COLUMN lock_misses TO misses");

    Outcome failed = rollup("run", "changes");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).startsWith("changes in replica: FAILED: ");
    assertThat(failed.err()).isEmpty();
    assertThat(rollup("run", "changes", "--json").json().at("/0/result").asText())
        .isEqualTo("failed");
  }

  @Test
  void verify_cellChangedByHand_isFourAndRepaired() throws IOException {
    synced();
    done("backfill", "changes");
    place.execute("UPDATE _rollup_changes SET changes = changes + 5 WHERE \"type\" = 'net'");

    Outcome found = rollup("verify", "changes", "--all");

    assertThat(found.code()).isEqualTo(DRIFT);
    assertThat(found.out().lines())
        .containsExactly(
            "bucket               type  kind    changes",
            "2026-04-16 08:00:00  net   INSERT        1",
            "",
            "changes in replica: 1 of 2 cells of 1 bucket differed from their events; they were"
                + " computed anew, and are right now");
    JsonNode again = done("verify", "changes", "--json").json();
    assertThat(again.at("/0/mismatches").asLong()).isZero();
    assertThat(done("status", "changes", "--json").json().at("/0/mismatches").asLong()).isOne();
    assertThat(rollup("verify").said())
        .singleElement()
        .asString()
        .startsWith(
            "error: verify requests in state: it was never filled; tidemark rollup backfill");
  }

  /** Clocks are set on 5 April 2026 in Lord Howe and Chatham, and on 29 March in Berlin. */
  @Test
  void show_daysOfAZone_equalARawQuery() throws IOException {
    synced();
    place.execute("DELETE FROM _change");
    history(Instant.parse("2026-03-28T00:00:00Z"), Duration.ofMinutes(7), 2_000);
    done("backfill", "changes");

    for (String zone : List.of("UTC", "Europe/Berlin", "America/Los_Angeles")) {
      assertThat(days(zone, "")).isEqualTo(raw(ZoneId.of(zone), at -> at));
    }
    for (String zone : List.of("+13:45", "-09:30", "Pacific/Chatham", "Australia/Lord_Howe")) {
      String note =
          "note: days of %s begin within an hour of UTC, which is counted to the day in which it"
              + " begins\n";
      assertThat(days(zone, note.formatted(zone)))
          .isEqualTo(raw(ZoneId.of(zone), at -> at.truncatedTo(ChronoUnit.HOURS)));
    }
  }

  private Map<LocalDate, Long> days(String zone, String said) {
    Outcome csv =
        done(
            "show",
            "changes",
            "--by",
            "day",
            "--total",
            "--csv",
            "--since",
            "2026-03-01",
            "--zone",
            zone);
    assertThat(csv.err()).isEqualTo(said);
    Map<LocalDate, Long> days = new TreeMap<>();
    csv.out()
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(
            line -> days.put(LocalDate.parse(line[0].substring(0, 10)), Long.valueOf(line[1])));
    return days;
  }

  private Map<LocalDate, Long> raw(ZoneId zone, UnaryOperator<Instant> counted) {
    return place.copy().query("SELECT at FROM _change").stream()
        .map(row -> Instant.parse(String.valueOf(row.get("at"))))
        .collect(
            Collectors.groupingBy(
                at -> counted.apply(at).atZone(zone).toLocalDate(),
                TreeMap::new,
                Collectors.counting()));
  }

  @Test
  void show_wrongInput_saysWhatIsMeant() throws IOException {
    synced();
    done("backfill", "changes");

    assertWrong("rollup: chnges: no such rollup; did you mean \"changes\"", "show", "chnges");
    assertWrong("did you mean \"kind\"", "show", "changes", "--keys", "knd");
    assertWrong("--since: expected a time such as 7d", "show", "changes", "--since", "monday");
    assertWrong("--since: expected a time before", "show", "changes", "--since", "2027-01-01");
    assertWrong("did you mean \"Europe/Berlin\"", "show", "changes", "--zone", "Europe/Berln");
    assertWrong("--by: expected hour or day", "show", "changes", "--by", "week");
    assertWrong("expected one of --json and --csv", "show", "changes", "--json", "--csv");
    assertWrong(
        "expected one of --keys and --total", "show", "changes", "--total", "--keys", "kind");
    assertWrong("--by: expected month or day", "backfill", "changes", "--by", "year");
    assertWrong("--pause: expected a duration", "backfill", "changes", "--pause", "1");
    assertThat(done("show", "changes", "--since", "3d", "--until", "2d").out())
        .isEqualTo("changes in replica: nothing from 2026-04-13 08:00:00 to 2026-04-14 08:00:00\n");
  }

  private void assertWrong(String message, String... words) {
    Outcome outcome = rollup(words);
    assertThat(outcome.code()).isEqualTo(USAGE);
    assertThat(outcome.err()).startsWith("error: ").contains(message);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void backfill_interrupted_keepsWhatIsDoneAndGoesOn() throws Exception {
    synced();
    history(NOW.minus(Duration.ofDays(3)), Duration.ofHours(1), 72);
    TidemarkProcess process =
        place.startLook(
            Surrounded.heedingSignals(), "rollup backfill changes", "--by", "day", "--pause", "1h");
    process.awaitFirstRequest();

    process.signal("INT");
    Outcome stopped = process.outcome();

    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.err().lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith(
            "error: work on rollup changes: stopped; 1 of 4 parts are done and stay; to go on: ")
        .endsWith("rollup backfill changes --by day --data " + place.data);
    Outcome status = done("status", "changes");
    assertThat(status.out()).startsWith("changes in replica: not filled\n").contains("% done of");
    assertThat(status.err()).contains("it is not filled yet");
    assertThat(done("backfill", "changes", "--by", "day").out())
        .isEqualTo("changes in replica: complete; 58 cells in 3 parts, 1 part before\n");
    assertThat(done("show", "changes", "--total", "--csv").out().lines()).hasSize(74);
  }

  @Test
  @Tag("proof")
  void commands_besideAService_work() throws Exception {
    place = Workplace.in(directory);
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 3)));
    place.upstream.on("net", Answers.rows(Workplace.row(1, "org_id", "1")));
    try (Served served = place.serve(Surrounded.PLAIN)) {
      served.awaitReadiness(200);
      served.awaitStatus("complete", status -> status.at("/rollups/0/completeSince").isTextual());

      assertThat(rollup("backfill", "changes", "--again").code()).isBetween(0, 1);
      done("run", "changes");
      assertThat(done("show", "changes", "--total", "--csv").out()).containsPattern("Z,\\d+\n");
      assertThat(done("status", "changes").out()).contains("complete since  2");
      assertThat(rollup("verify", "changes", "--all").code()).isZero();
    }
  }
}
