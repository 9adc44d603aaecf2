package dev.tidemark.app.e2e;

import static dev.tidemark.app.e2e.Stocked.changed;
import static dev.tidemark.app.e2e.Stocked.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.Stock.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The upstream answers as it should, and what it says is not so. */
final class MisleadingUpstreamTest {

  private static final Instant LONG_AGO = Instant.parse("2020-05-01T00:00:00Z");

  @TempDir Path directory;
  @AutoClose private Stocked stocked;

  @BeforeEach
  void sync() throws IOException {
    stocked = Stocked.synced(directory);
  }

  @ParameterizedTest
  @CsvSource({"org, 9", "net, 9", "fac, 9", "poc, 9", "org, 0", "fac, 0"})
  void listMuchShorter_isBelievedOnlyByAPersonWhoHasLooked(String type, int left)
      throws IOException {
    Image before = stocked.place.image();
    LongStream.rangeClosed(left + 1, Stocked.ROWS).forEach(stocked.of(type)::forget);

    stocked
        .place
        .sync("--full")
        .assertFailed(
            1, "expected at least 50 % of the 24 live rows that are stored, found " + left);
    assertThat(stocked.place.image()).isEqualTo(before);
    stocked.assertLastRunFailed("UPSTREAM_BAD_ANSWER");

    Outcome accepted = stocked.place.sync("--accept-vanished");
    accepted.assertDone();
    long gone = Stocked.ROWS - left;
    assertThat(accepted.out())
        .contains(
            "swept %d rows that the lists lack: %d asked for, %d vanished"
                .formatted(gone, gone, gone));
    assertThat(vanished(type)).isEqualTo(gone);
    stocked.place.assertNextRunWorks();
    assertThat(vanished(type)).isEqualTo(gone);
  }

  @Test
  void listMuchShorter_acceptedThoughUpstreamKnowsTheRows_losesNone() throws IOException {
    stocked.of("org").put(changed(9));
    stocked.place.sync().assertDone();
    Image before = stocked.place.image();
    List<String> cut = new ArrayList<>(List.of(changed(9)));
    LongStream.rangeClosed(1, 8).mapToObj(Stocked::row).forEach(cut::add);
    stocked.on("org", Kind.LIST, Answers.rows(cut));

    Outcome accepted = stocked.place.sync("--accept-vanished");

    accepted.assertDone();
    assertThat(accepted.out())
        .contains("swept 15 rows that the lists lack: 15 asked for, 0 vanished");
    assertThat(stocked.place.image()).isEqualTo(before);
    stocked.assertRecovers();
  }

  @Test
  void listFromAStaleCache_rollsNothingBackAndSweepsNothing() throws IOException {
    stocked.of("org").cacheList(LONG_AGO);
    stocked
        .of("org")
        .put(changed(3, "name", "\"new\""))
        .put(changed(4, "status", "\"deleted\""))
        .put(changed(25));
    stocked.place.sync().assertDone();
    Image before = stocked.place.image();
    stocked.asked();

    stocked.place.sync("--full").assertDone();

    assertThat(stocked.place.image()).isEqualTo(before);
    assertThat(stocked.asked()).contains("org LIST", "org WINDOW").doesNotContain("org KEYS");
    assertThat(vanished("org")).isZero();
    stocked.assertRecovers();
    assertThat(stocked.place.image()).isEqualTo(before);
  }

  /** A first load has nothing but the window behind the list to make up for the cache. */
  @Test
  void firstListFromAStaleCache_isMadeUpForByTheWindow(@TempDir Path other) throws IOException {
    try (Stocked fresh = Stocked.in(other)) {
      fresh.of("org").cacheList(LONG_AGO);
      fresh.of("org").put(changed(4, "status", "\"deleted\"")).put(changed(25));

      fresh.place.sync().assertDone();

      assertThat(fresh.place.copy().query("SELECT id FROM org WHERE status = 'deleted'"))
          .hasToString("[{id=4}]");
      assertThat(fresh.place.image().rows()).containsKey("org 25");
    }
  }

  /** Such a cursor stems from a clock that was far ahead, and a version that it believed. */
  @Test
  void cursorInTheFuture_isPutRightByTheNextFullCycle() throws IOException {
    stocked.place.execute(
        "UPDATE _cursor SET followed_to = replace(followed_to, '2020-', '2090-')");
    stocked.of("org").put(changed(3, "name", "\"new\"")).put(changed(4, "status", "\"deleted\""));

    stocked.place.sync().assertDone();
    stocked.clock.advance(Duration.ofHours(25));
    stocked.place.sync().assertDone();

    assertThat(
            stocked.place.copy().query("SELECT id FROM org WHERE name = 'new' OR status <> 'ok'"))
        .hasToString("[{id=3}, {id=4}]");
    assertThat(stocked.place.copy().query("SELECT followed_to FROM _cursor").toString())
        .doesNotContain("2090-");
    stocked.of("org").put(row(5, "updated", "\"2020-06-01T00:00:00Z\"", "name", "\"new\""));
    stocked.place.sync().assertDone();
    assertThat(stocked.place.copy().number("SELECT count(*) FROM org WHERE name = 'new'"))
        .isEqualTo(2);
    stocked.place.assertNextRunWorks();
  }

  @ParameterizedTest
  @CsvSource({"-3650", "-2", "2", "3650"})
  void clockThatJumps_losesNoChangeAndInventsNone(int days) throws IOException {
    stocked.clock.advance(Duration.ofDays(days));
    Image before = stocked.place.image();
    stocked.place.sync().assertDone();
    assertThat(stocked.place.image()).isEqualTo(before);

    stocked.of("org").put(changed(3, "name", "\"new\""));
    assertThat(stocked.place.sync().code()).isZero();

    assertThat(stocked.place.image().changedSince(before)).containsExactly("org 3");
    stocked.clock.advance(Duration.ofDays(-days));
    stocked.of("org").put(row(4, "updated", "\"2020-06-01T00:00:00Z\"", "name", "\"newer\""));
    stocked.place.sync().assertDone();
    assertThat(stocked.place.image().changedSince(before))
        .containsExactlyInAnyOrder("org 3", "org 4");
    stocked.place.assertNextRunWorks();
  }

  private long vanished(String type) {
    return stocked
        .place
        .copy()
        .number("SELECT count(*) FROM " + type + " WHERE _vanished IS NOT NULL");
  }
}
