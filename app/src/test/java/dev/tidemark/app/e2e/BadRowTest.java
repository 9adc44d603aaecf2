package dev.tidemark.app.e2e;

import static dev.tidemark.app.e2e.Workplace.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists with rows that are not as they should be: those are kept aside, the others are stored. */
final class BadRowTest {

  private static final long SANE_LESS_OVERLAP = 1_577_836_800 - 5;

  @TempDir Path directory;
  @AutoClose private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = Workplace.in(directory);
  }

  @Test
  void sync_oneUndecodableAmongThousands_storesAllOthers() {
    List<String> rows = new ArrayList<>(Workplace.orgs(1, 3_000));
    rows.set(1_499, row(1_500, "name", "null"));
    place.upstream.on("org", Answers.rows(rows));

    Outcome outcome = place.sync();

    outcome.assertDone();
    assertThat(outcome.out()).contains("1 row could not be decoded: tidemark quarantine");
    assertThat(place.copy().number("SELECT count(*) FROM org")).isEqualTo(2_999);
    assertQuarantined("org", "1500", "name is null, expected text");
    assertThat(place.look("quarantine").out()).contains("org", "1500", "name is null");

    Image before = place.image();
    place.sync("--full").assertDone();
    assertThat(place.image()).isEqualTo(before);
  }

  @Test
  void sync_wrongTypes_areQuarantinedWithEverythingThatIsWrong() {
    place.upstream.on(
        "org",
        Answers.rows(
            row(1),
            row(2, "name", "7", "size", "\"large\"", "open", "1"),
            row(3, "size", "1.5"),
            row(4, "id", "\"four\""),
            "\"not even an object\""));

    place.sync().assertDone();

    assertThat(place.image().rows()).hasSize(1);
    assertThat(place.look("quarantine", "--json").json()).hasSize(4);
    assertQuarantined("org", "2", "name is a whole number, expected text");
    assertQuarantined("org", "2", "size is text, expected integer");
    assertQuarantined("org", "2", "open is a whole number, expected boolean");
    assertQuarantined("org", "3", "size is a fraction, expected integer");
    assertQuarantined("org", "null", "id is text, expected integer");
    assertQuarantined("org", "null", "it is text, expected an object");
  }

  @Test
  void sync_numbersPast64Bits_areKeptExactlyOrQuarantined() {
    String huge = "18446744073709551616";
    place.upstream.on(
        "org",
        Answers.rows(
            row(1, "size", Long.toString(Long.MAX_VALUE)),
            row(2, "size", huge),
            row(3, "more", "{\"n\":" + huge + "}")));

    place.sync().assertDone();

    assertThat(place.copy().number("SELECT size FROM org WHERE id = 1")).isEqualTo(Long.MAX_VALUE);
    assertQuarantined("org", "2", "size is a whole number past 64 bits");
    assertThat(place.look("quarantine", "--json").json().at("/0/row").asText()).contains(huge);
    assertThat(place.copy().query("SELECT more FROM org WHERE id = 3").toString()).contains(huge);
  }

  @Test
  void sync_charactersOfFourBytes_comeBackAsTheyWere() {
    String name = "\uD835\uDD18ni \uD83C\uDF9B \u2615 \uD83D\uDC68\u200D\uD83D\uDC69";
    String status = "\uD83D\uDFE2";
    place.upstream.on(
        "org", Answers.rows(row(1, "name", '"' + name + '"', "status", '"' + status + '"')));

    place.sync().assertDone();

    String hex = HexFormat.of().withUpperCase().formatHex(name.getBytes(StandardCharsets.UTF_8));
    assertThat(place.copy().query("SELECT hex(name) AS h, name FROM org").get(0))
        .containsEntry("h", hex)
        .containsEntry("name", name);
    assertThat(place.look("status", "--json").json().at("/types/org/byStatus/" + status).asLong())
        .isEqualTo(1);
  }

  @Test
  void sync_versionInTheFuture_isStoredAndFollowedNoFurther() {
    place.upstream.on("org", Answers.rows(row(1), row(2, "updated", "\"2999-01-01T00:00:00Z\"")));

    Outcome outcome = place.sync();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.said())
        .containsExactly(
            "warning: org: 1 row with a version that cannot be true yet,"
                + " up to 2999-01-01T00:00:00Z; stored, but followed no further");
    assertThat(place.image().rows()).hasSize(2);
    assertNextWindowIsSane();
  }

  @Test
  void sync_versionUnparsable_isQuarantinedAndMovesNoCursor() {
    place.upstream.on("org", Answers.rows(row(1), row(2, "updated", "\"the day after\"")));

    place.sync().assertDone();

    assertQuarantined("org", "2", "updated is text that is no point in time");
    assertNextWindowIsSane();
  }

  @Test
  void sync_sameIdTwice_keepsTheNewestAndCountsItOnce() {
    place.upstream.on(
        "org",
        Answers.rows(
            row(1, "name", "\"newest\"", "updated", "\"2020-01-02T00:00:00Z\""),
            row(1, "name", "\"old\""),
            row(2)));

    Outcome outcome = place.sync("--json");

    outcome.assertDone();
    assertThat(outcome.json().at("/types/org/staged").asLong()).isEqualTo(2);
    assertThat(outcome.json().at("/types/org/inserted").asLong()).isEqualTo(2);
    assertThat(outcome.json().at("/position").asLong()).isEqualTo(2);
    assertThat(place.copy().query("SELECT name FROM org WHERE id = 1").toString())
        .contains("newest");
  }

  private void assertNextWindowIsSane() {
    place.upstream.requests.clear();
    place.sync();
    assertThat(place.upstream.requests).anyMatch(request -> request.contains("/org?"));
    assertThat(place.upstream.requests)
        .filteredOn(request -> request.contains("/org?"))
        .allMatch(request -> request.contains("&since=" + SANE_LESS_OVERLAP + "&"));
    assertThat(place.copy().query("SELECT followed_to FROM _cursor WHERE type = 'org'").toString())
        .contains("2020-01-01T00:00:00");
  }

  private void assertQuarantined(String type, String key, String reason) {
    JsonNode rows = place.look("quarantine", "--json").json();
    assertThat(rows)
        .anyMatch(
            row ->
                row.get("type").asText().equals(type)
                    && row.get("key").asText().equals(key)
                    && row.get("reason").asText().contains(reason));
  }
}
