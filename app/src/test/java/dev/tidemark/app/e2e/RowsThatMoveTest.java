package dev.tidemark.app.e2e;

import static dev.tidemark.app.e2e.Stocked.changed;
import static dev.tidemark.app.e2e.Stocked.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.Stock.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Rows go from one parent to another, go without a word, and come back. */
@Tag("proof")
final class RowsThatMoveTest {

  private static final List<String> TYPES = Stocked.TYPES;
  private static final String LATER = "\"2020-06-01T00:00:00Z\"";

  @TempDir Path directory;
  @AutoClose private Stocked stocked;
  private Image before;

  @BeforeEach
  void sync() throws IOException {
    stocked = Stocked.synced(directory);
    before = stocked.place.image();
  }

  @Test
  void move_toAnotherParent_isAnUpdate() throws IOException {
    stocked.of("net").put(changed(5, "org_id", "6"));

    stocked.place.sync().assertDone();

    assertThat(value("org_id", "net", 5)).isEqualTo("6");
    assertThat(stocked.place.image().changedSince(before)).containsExactly("net 5");
    stocked.place.assertNextRunWorks();
  }

  @Test
  void move_withoutANewerVersion_isSeenByTheNextFullCycle() throws IOException {
    stocked.of("net").put(row(5, "org_id", "6"));

    stocked.place.sync("--full").assertDone();

    assertThat(value("org_id", "net", 5)).isEqualTo("6");
    stocked.place.assertNextRunWorks();
  }

  @Test
  void move_toAParentThatIsFetched_bringsBoth() throws IOException {
    stocked.of("org").put(row(77, "updated", "\"2019-01-01T00:00:00Z\""));
    stocked.of("net").put(changed(5, "org_id", "77"));

    stocked.place.sync().assertDone();

    assertThat(stocked.asked()).endsWith("org KEYS");
    assertThat(stocked.place.image().changedSince(before))
        .containsExactlyInAnyOrder("org 77", "net 5");
    stocked.place.assertNextRunWorks();
  }

  @Test
  void move_toAParentThatNobodyKnows_waitsForIt() throws IOException {
    stocked.of("net").put(changed(5, "org_id", "77"));
    Outcome outcome = stocked.place.sync();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode waiting = stocked.place.look("orphans", "--json").json();
    assertThat(waiting).hasSize(1);
    assertThat(waiting.get(0).get("waitsFor").toString()).contains("org_id -> org 77");

    stocked.of("org").put(changed(77));
    stocked.place.sync().assertDone();

    assertThat(value("org_id", "net", 5)).isEqualTo("77");
    assertThat(stocked.place.look("orphans", "--json").json()).isEmpty();
    stocked.place.assertNextRunWorks();
  }

  @Test
  void optionalReference_leadsNowhere_isKeptAndReported() throws IOException {
    stocked.of("fac").put(changed(5, "net_id", "77"));

    stocked.place.sync().assertDone();

    assertThat(value("net_id", "fac", 5)).isEqualTo("77");
    JsonNode dangling = stocked.place.look("orphans", "--optional", "--json").json();
    assertThat(dangling).hasSize(1);
    assertThat(dangling.get(0).toString()).contains("\"fac\"", "\"5\"", "net_id -> net 77");
    assertThat(stocked.place.look("status").out()).contains("1 optional reference leads");

    stocked.of("net").put(changed(77, "org_id", "1"));
    stocked.place.sync().assertDone();
    assertThat(stocked.place.look("orphans", "--optional", "--json").json()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void undelete_withANewerVersion_revives(String type) throws IOException {
    stocked.of(type).put(changed(5, "status", "\"deleted\"", "name", "\"\""));
    stocked.place.sync().assertDone();
    assertThat(value("status", type, 5)).isEqualTo("deleted");

    stocked.of(type).put(row(5, "updated", LATER));
    stocked.place.sync().assertDone();

    assertThat(value("status", type, 5)).isEqualTo("ok");
    assertThat(
            stocked
                .place
                .copy()
                .query("SELECT kind FROM _change WHERE position > " + before.position()))
        .hasToString("[{kind=DELETE}, {kind=UPDATE}]");
    stocked.place.assertNextRunWorks();
  }

  /** One is a tombstone from before the window, one unknown, one beyond understanding. */
  @ParameterizedTest
  @FieldSource("TYPES")
  void gaps_inTheListOfAType_areAskedForAndTakenAsAnswered(String type) throws IOException {
    stocked.of(type).put(row(24, "updated", LATER));
    stocked.place.sync().assertDone();
    LongStream.of(7, 8, 9).forEach(stocked.of(type)::forget);
    String tombstone = changed(7, "status", "\"deleted\"");
    stocked.on(type, Kind.KEYS, Answers.rows(tombstone, row(9, "updated", "\"never\"")));
    stocked.asked();

    Outcome outcome = stocked.place.sync("--full");

    outcome.assertDone();
    assertThat(outcome.out()).contains("swept 3 rows that the lists lack: 3 asked for, 1 vanished");
    assertThat(stocked.asked()).containsOnlyOnce(type + " KEYS");
    assertThat(value("status", type, 7)).isEqualTo("deleted");
    assertThat(value("_vanished", type, 8)).startsWith("2020-06-01T12:00:00");
    assertThat(value("status", type, 8)).isEqualTo("ok");
    assertThat(value("_vanished", type, 9)).isEqualTo("null");
    assertThat(stocked.place.look("quarantine", "--json").json()).hasSize(1);
    Image swept = stocked.place.image();
    stocked.place.sync("--full").assertDone();
    assertThat(stocked.place.image()).isEqualTo(swept);

    stocked.recover();
    stocked.of(type).put(row(8)).put(row(9));
    stocked.place.assertNextRunWorks();
    assertThat(value("_vanished", type, 8)).isEqualTo("null");
    assertThat(stocked.place.look("quarantine", "--json").json()).isEmpty();
  }

  @Test
  void gaps_ofMoreThanTheShare_areRefusedUntilAPersonAccepts() throws IOException {
    LongStream.rangeClosed(1, 11).forEach(stocked.of("poc")::forget);

    assertSweepRefused("11 of 24 are unknown upstream, more than 5 %", "--full");
    assertThat(stocked.asked()).contains("poc KEYS");
    stocked.place.sync("--accept-vanished").assertDone();

    assertThat(stocked.place.copy().number("SELECT count(*) FROM poc WHERE _vanished IS NULL"))
        .isEqualTo(Stocked.ROWS - 11);
  }

  @Test
  void gaps_ofMoreThanTheNumber_areNotEvenAskedFor() throws IOException {
    LongStream.rangeClosed(1, 6).forEach(stocked.of("poc")::forget);
    String careful = stocked.place.configuration("sync: {sweep-rows: 5}");

    assertSweepRefused("more than 5 rows are missing", "--full", "--config", careful);

    assertThat(stocked.asked()).doesNotContain("poc KEYS");
  }

  private void assertSweepRefused(String why, String... arguments) {
    Outcome outcome = stocked.place.sync(arguments);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.said())
        .singleElement()
        .asString()
        .startsWith("warning: poc: ")
        .contains("none is marked as vanished", why, "--accept-vanished");
    assertThat(stocked.place.image()).isEqualTo(before);
  }

  private String value(String column, String type, long id) {
    return String.valueOf(
        stocked
            .place
            .copy()
            .query("SELECT %s AS v FROM %s WHERE id = %d".formatted(column, type, id))
            .get(0)
            .get("v"));
  }
}
