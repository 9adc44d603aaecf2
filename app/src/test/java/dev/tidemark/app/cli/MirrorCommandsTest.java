package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.app.FakeMirrors;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.Difference;
import dev.tidemark.core.mirror.Difference.Kind;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.MirrorStatus.Lag;
import dev.tidemark.core.mirror.RefusedRow;
import dev.tidemark.core.mirror.Standing;
import dev.tidemark.core.mirror.TableStatus;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorCommandsTest extends LibraryCommands {

  private static final String ONE =
      """
      mirrors:
        reporting: {url: "jdbc:mysql://db/peering", user: x, password: hidden-thing}
      """;

  private static final String TWO_AND_ONE_DISABLED =
      ONE
          + """
            archive: {url: "jdbc:mysql://old/peering", user: x, max-share: 1%}
            gone: {url: "jdbc:mysql://gone/peering", enabled: false}
          """;

  private final FakeMirrors mirrors = adapters.mirrors;
  private final EntityType author = schema.type("author");

  MirrorCommandsTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @BeforeEach
  void one() throws IOException {
    configure(ONE);
  }

  @Test
  void list_noMirror_saysHowToConfigureOne() throws IOException {
    configure("");

    assertThat(run("mirror", "list")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "no mirror is configured; this in tidemark.yaml makes one:",
            "  mirrors:",
            "    reporting: {url: \"jdbc:mysql://db.example/peering\", user: tidemark, password:"
                + " \"${env:MIRROR_PASSWORD}\"}");
    assertThat(run("mirror", "list", "--json")).isZero();
    assertThat(json()).isEmpty();

    assertThat(run("mirror", "verify")).isEqualTo(2);
    assertThat(err.lines())
        .containsExactly("error: mirror: none is configured; mirror list says how to");
  }

  @Test
  void list_some_areThereEnabledOrNot() throws IOException {
    configure(TWO_AND_ONE_DISABLED);
    mirrors.position = Optional.of(new Position(4));
    mirrors.lag = new Lag(12, Optional.of(NOW.minusSeconds(90)));

    assertThat(run("mirror", "list")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "mirror     state     behind  for         verified  quarantined  place",
            "archive    live          12  1 min 30 s  never               0  old:3306/peering",
            "gone       disabled       -  -           -                   -  gone:3306/peering",
            "reporting  live          12  1 min 30 s  never               0  db:3306/peering");

    assertThat(run("mirror", "list", "--json")).isZero();
    assertThat(json().at("/0/lag/seconds").asLong()).isEqualTo(90);
    assertThat(json().at("/0/enabled").asBoolean()).isTrue();
    assertThat(json().at("/1/enabled").asBoolean()).isFalse();
    assertThat(json().at("/1/state").asText()).isEqualTo("disabled");
    assertThat(mirrors.done).isEmpty();
  }

  @Test
  void status_degraded_tellsOfTablesAndRefusedRows() throws IOException {
    degrade();
    mirrors.refused.add(new RefusedRow("reporting", "author", "7", "data too long", NOW));

    assertThat(run("mirror", "status")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "reporting: degraded (author) since 2026-04-16 08:29:00: rows are refused; next try at"
                + " 2026-04-16 08:31:00",
            "db:3306/peering",
            "position 1,234, 1 change behind, the oldest of 1 min ago",
            "",
            "table   rows  verified             digest  quarantined  last error",
            "author     2  2026-04-16 08:20:00  2:00ff            1  2026-04-16 08:30:00 refused",
            "book       -  never                -                 0  -",
            "",
            "table   key  reason         since",
            "author  7    data too long  2026-04-16 08:30:00");
  }

  @Test
  void status_json_hasEverything() throws IOException {
    degrade();
    LongStream.rangeClosed(1, 30)
        .forEach(
            key ->
                mirrors.refused.add(
                    new RefusedRow("reporting", "author", "" + key, "data too long", NOW)));

    assertThat(run("mirror", "status", "reporting", "--json")).isZero();
    JsonNode json = json().get(0);
    assertThat(json.get("state").asText()).isEqualTo("degraded");
    assertThat(json.at("/degraded/0").asText()).isEqualTo("author");
    assertThat(json.get("position").asLong()).isEqualTo(1_234);
    assertThat(json.get("nextTry").asText()).isEqualTo("2026-04-16T08:31:00Z");
    assertThat(json.get("lastVerified").isNull()).isTrue();
    assertThat(json.at("/tables/0/error").asText()).isEqualTo("refused");
    assertThat(json.get("quarantinedRows")).hasSize(30);

    assertThat(run("mirror", "status")).isZero();
    assertThat(out.lines()).endsWith("and 10 more; --json lists all");
  }

  private void degrade() {
    mirrors.standing =
        new Standing(
            MirrorState.DEGRADED,
            Set.of("author"),
            "rows are refused",
            NOW.minusSeconds(60),
            Optional.of(NOW.plusSeconds(60)));
    mirrors.position = Optional.of(new Position(1_234));
    mirrors.lag = new Lag(1, Optional.of(NOW.minusSeconds(60)));
    mirrors.tables =
        List.of(
            new TableStatus(
                "author",
                Optional.of(new TableStatus.Verified(NOW.minusSeconds(600), 2, "2:00ff")),
                Optional.of(new TableStatus.Failure(NOW, "refused")),
                1),
            new TableStatus("book", Optional.empty(), Optional.empty(), 0));
  }

  @Test
  void verify_equal_isZero() {
    mirrors.found.put("author", FakeMirrors.equal(author, 1_234));

    assertThat(run("mirror", "verify")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "table    rows  missing  extra  different  quarantined",
            "author  1,234        0      0          0            0",
            "book        0        0      0          0            0",
            "reporting: 1,234 rows, none differs");
    assertThat(err.lines())
        .containsExactly(
            "reporting author        compared       1,234 rows      0 ms",
            "reporting book          compared           0 rows      0 ms");
  }

  @Test
  void verify_drift_isFourAndShowsWhat() throws IOException {
    drift(30);

    assertThat(run("mirror", "verify", "--table", "author")).isEqualTo(4);
    assertThat(out.lines())
        .startsWith(
            "table    rows  missing  extra  different  quarantined",
            "author  1,000        1      1         28            3",
            "",
            "table   key  on the mirror",
            "author  1    missing",
            "author  2    extra",
            "author  3    different")
        .endsWith(
            "and 10 more", "", "reporting: 30 of 1,000 rows differ; 3 rows are in quarantine");

    assertThat(run("mirror", "verify", "--json")).isEqualTo(4);
    assertThat(err).isEmpty();
    assertThat(json().at("/0/drift").asLong()).isEqualTo(30);
    assertThat(json().at("/0/tables/0/differences")).hasSize(30);
    assertThat(json().at("/0/tables/0/differences/1/kind").asText()).isEqualTo("extra");
    assertThat(json().at("/0/tables/1/equal").asBoolean()).isTrue();
  }

  @Test
  void verify_oneOfTwoDoesNotAnswer_theOtherIsVerified() throws IOException {
    configure(TWO_AND_ONE_DISABLED);
    mirrors.failures.put("archive", new MirrorUnavailableException("connect: refused", null));

    assertThat(run("mirror", "verify")).isEqualTo(1);
    assertThat(out).endsWith("reporting: 0 rows, none differs\n");
    assertThat(err.lines()).endsWith("error: archive: connect: refused");

    assertThat(run("mirror", "verify", "--json")).isEqualTo(1);
    assertThat(json().at("/0/code").asText()).isEqualTo("MIRROR_UNAVAILABLE");
    assertThat(json().at("/1/drift").asLong()).isZero();
  }

  @Test
  void verify_theOneDoesNotAnswer_isTheUsualMessage() {
    mirrors.failures.put("reporting", new MirrorUnavailableException("connect: refused", null));

    assertThat(run("mirror", "verify")).isEqualTo(1);
    assertThat(err.lines()).containsExactly("error: connect: refused");
    assertThat(out).isEmpty();
  }

  @Test
  void verify_interrupted_isAsAfterCtrlC() {
    Thread.currentThread().interrupt();
    int code = run("mirror", "verify");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(code).isEqualTo(130);
  }

  @Test
  void mirror_unknownOrDisabled_isAUsageError() throws IOException {
    configure(TWO_AND_ONE_DISABLED);

    assertThat(run("mirror", "verify", "reportng")).isEqualTo(2);
    assertThat(err.lines())
        .containsExactly("error: mirror: reportng: no such mirror; did you mean \"reporting\"?");
    assertThat(run("mirror", "backfill", "gone")).isEqualTo(2);
    assertThat(err.lines())
        .containsExactly("error: mirror: gone: is not enabled; mirrors.gone.enabled says so");
    assertThat(run("mirror", "verify", "--table", "athor")).isEqualTo(2);
    assertThat(err.lines())
        .containsExactly("error: --table: athor: no such type; did you mean \"author\"?");
    assertThat(mirrors.done).isEmpty();
  }

  @Test
  void repair_drift_isMadeEqual() throws IOException {
    drift(3);

    assertThat(run("mirror", "repair")).isZero();
    assertThat(out.lines())
        .startsWith(
            "table    rows  missing  extra  different  written  removed  quarantined",
            "author  1,000        1      1          1        2        1            0")
        .endsWith("reporting: 2 rows written, 1 removed");
    assertThat(mirrors.asked.orElseThrow().maxShare()).isEqualTo(0.2);
    assertThat(mirrors.asked.orElseThrow().types())
        .extracting(EntityType::name)
        .containsExactly("author", "book");
  }

  @Test
  void repair_dryRun_isFourAndSaysWhatWouldBe() throws IOException {
    drift(3);

    assertThat(run("mirror", "repair", "--dry-run", "--table", "author")).isEqualTo(4);
    assertThat(out).endsWith("reporting: 2 rows would be written, 1 would be removed\n");
    assertThat(mirrors.asked.orElseThrow().dryRun()).isTrue();

    mirrors.found.clear();
    assertThat(run("mirror", "repair", "--dry-run")).isZero();
    assertThat(out).endsWith("reporting: nothing differs\n");
  }

  @Test
  void repair_refused_isOneAndSaysWhy() throws IOException {
    drift(3);
    mirrors.refusals.put("author", "1 of 1,000 rows would be removed, more than 0%");

    assertThat(run("mirror", "repair", "--max-share", "0%")).isEqualTo(1);
    assertThat(out).contains("author: 1 of 1,000 rows would be removed, more than 0%\n");
    assertThat(mirrors.asked.orElseThrow().maxShare()).isZero();

    assertThat(run("mirror", "repair", "--json")).isEqualTo(1);
    assertThat(json().at("/0/done").asBoolean()).isFalse();
    assertThat(json().at("/0/tables/0/refusal").asText()).startsWith("1 of 1,000");
  }

  @Test
  void repair_severalMirrors_hasToBeToldWhich() throws IOException {
    configure(TWO_AND_ONE_DISABLED);

    assertThat(run("mirror", "repair")).isEqualTo(2);
    assertThat(err.lines())
        .containsExactly("error: mirror: expected the name of one of archive, reporting");
    assertThat(run("mirror", "repair", "archive")).isZero();
    assertThat(mirrors.asked.orElseThrow().maxShare()).isEqualTo(0.01);
  }

  @Test
  void repair_badShare_isAUsageError() {
    assertThat(run("mirror", "repair", "--max-share", "2")).isEqualTo(2);
    assertThat(err).startsWith("error: --max-share: expected a share from 0% to 100%");
  }

  @Test
  void backfill_some_saysWhatWasDone() throws IOException {
    mirrors.copied = Map.of(author, 1_234L);

    assertThat(run("mirror", "backfill")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "table   rows copied",
            "author        1,234",
            "",
            "reporting: 1,234 rows copied, 0 repaired, 7 changes followed in 1.5 s; position 12");
    assertThat(err.lines())
        .containsExactly("reporting author        copied         1,234 rows      0 ms");

    assertThat(run("mirror", "backfill", "--json")).isZero();
    assertThat(json().at("/0/copied/author").asLong()).isEqualTo(1_234);
    assertThat(err).isEmpty();
  }

  @Test
  void backfill_tableFails_isOne() {
    mirrors.failed = Map.of(author, "the table is locked");

    assertThat(run("mirror", "backfill")).isEqualTo(1);
    assertThat(out).startsWith("author failed: the table is locked\n");
  }

  @Test
  void wait_reached_isZero() throws IOException {
    run("sync");
    mirrors.position = Optional.of(new Position(4));

    assertThat(run("mirror", "wait")).isZero();
    assertThat(out).isEqualTo("reporting has position 4\n");
    assertThat(mirrors.done).containsExactly("wait 4 30 s reporting");

    assertThat(run("mirror", "wait", "reporting", "--position", "3", "--json")).isZero();
    assertThat(json().at("/0/reached").asBoolean()).isTrue();
  }

  @Test
  void wait_notReached_isOneAndSaysWhereItIs() throws IOException {
    mirrors.position = Optional.of(new Position(4));
    mirrors.standing =
        new Standing(MirrorState.CONNECTING, Set.of(), "refused", NOW, Optional.empty());

    assertThat(run("mirror", "wait", "--position", "1234", "--timeout", "500ms")).isEqualTo(1);
    assertThat(err.lines())
        .containsExactly(
            "error: reporting has not come to position 1,234 within 500 ms: it is at 4,"
                + " connecting: refused");
    assertThat(run("mirror", "wait", "--position", "-1")).isEqualTo(2);
    assertThat(run("mirror", "wait", "--timeout", "soon")).isEqualTo(2);
    assertThat(err).startsWith("error: --timeout: expected a duration with a unit");
  }

  @Test
  void wait_databaseIsAway_isAskedAgainUntilTheTimeIsOver() {
    mirrors.position = Optional.of(new Position(4));
    mirrors.whenAsked =
        asked -> {
          if (asked < 3) {
            throw new MirrorUnavailableException("connect: refused", null);
          }
        };

    assertThat(run("mirror", "wait", "--position", "4")).isZero();
    assertThat(mirrors.done).hasSize(3);

    mirrors.done.clear();
    assertThat(run("mirror", "wait", "--position", "4", "--timeout", "0s")).isEqualTo(1);
    assertThat(err.lines()).containsExactly("error: connect: refused");
    assertThat(mirrors.done).hasSize(1);
  }

  @Test
  void status_ofTheReplica_tellsOfTheMirrors() throws IOException {
    run("sync");

    assertThat(run("status")).isZero();
    assertThat(out).contains("reporting  live        -  -    never               0  db:3306");
    assertThat(run("status", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out).at("/mirrors/0/state").asText()).isEqualTo("live");
  }

  @Test
  void config_mirror_isListedWithItsSecretsMasked() {
    assertThat(run("config")).isZero();
    assertThat(out.lines())
        .anyMatch(line -> line.matches("mirrors.reporting.password +\\*\\*\\* +.*:3 +password .*"))
        .anyMatch(line -> line.matches("mirrors.reporting.verify-every +6h +default .*"));
    assertThat(out).doesNotContain("hidden-thing", "NAME");
  }

  @Test
  void settings_ofAMirror_canBeStored() {
    assertThat(run("settings", "set", "mirrors.reporting.max-share", "3%")).isZero();
    assertThat(out).startsWith("mirrors.reporting.max-share  20% -> 3%\n");
    run("mirror", "verify");
    assertThat(adapters.mirrorPolicy.orElseThrow().apply("reporting").maxShare()).isEqualTo(0.03);
  }

  @Test
  void help_saysWhichMirrorIsMeantAndWhatTheExitCodesAre() {
    assertThat(run("mirror", "verify", "--help")).isZero();
    assertThat(out).contains("Which one; without it, all.", "4").contains("a mirror differs");
    assertThat(run("mirror")).isZero();
    assertThat(out).contains("list", "status", "backfill", "verify", "repair", "wait");
  }

  /** One missing, one extra, and all others different. */
  private void drift(int rows) {
    List<Difference> differences =
        LongStream.rangeClosed(1, rows)
            .mapToObj(
                id ->
                    new Difference(author, RowKey.of(id), Kind.values()[(int) Math.min(id, 3) - 1]))
            .toList();
    mirrors.found.put(
        "author", new Comparison(author, new Digest(1_000, 1), 1, 1, rows - 2L, 3, differences));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
