package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.ScriptedUpstream.Answer;
import dev.tidemark.app.e2e.Stock.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The upstream wants to be left alone: the cycle ends at once, changes nothing, and nobody asks
 * again before the time.
 */
@Tag("proof")
final class RateLimitTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Answer FOR_AN_HOUR = limited(Map.of("Retry-After", "3600"));
  private static final List<String> TYPES = Stocked.TYPES;

  @TempDir Path directory;
  @AutoClose private Stocked stocked;

  @BeforeEach
  void sync() throws IOException {
    stocked = Stocked.synced(directory);
  }

  private static Answer limited(Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("Content-Type", "application/json");
    return Answers.status(429, all, "{\"message\":\"Request was throttled.\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1                             |       1
          2200                          |    2200
          604800                        |  604800
          Mon, 01 Jun 2020 13:30:00 GMT |    5400
          0                             |      15
          -20                           |      15
          Mon, 01 Jun 2020 11:00:00 GMT |      15
          soon                          |      15
          ''                            |      15
          99999999                      |  604800
          99999999999999999999999999999 |  604800
          Thu, 01 Jan 2150 00:00:00 GMT |  604800
          """)
  void sync_retryAfter_isKeptToOrCorrected(String header, long seconds) throws IOException {
    stocked.on("net", Kind.WINDOW, limited(Map.of("Retry-After", header)));

    assertLeftAlone(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"false, '', 15", "true, '', 15", "true, 2, 10", "true, 3000, 3000"})
  void sync_retryAfterAbsentOrReplayed_isACarefulGuess(boolean replay, String header, long seconds)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    if (replay) {
      headers.put("X-Cached-Response", "True");
    }
    if (!header.isEmpty()) {
      headers.put("Retry-After", header);
    }
    stocked.on("net", Kind.WINDOW, limited(headers));

    assertLeftAlone(Duration.ofSeconds(seconds));
  }

  static Stream<Arguments> typesAndKinds() {
    return TYPES.stream()
        .flatMap(
            type ->
                Stream.of(
                    Arguments.of(type, Kind.LIST, "--full"),
                    Arguments.of(type, Kind.WINDOW, "--full"),
                    Arguments.of(type, Kind.WINDOW, "--json")));
  }

  @ParameterizedTest
  @MethodSource("typesAndKinds")
  void sync_limitedAtAnyType_endsThere(String type, Kind kind, String argument) throws IOException {
    stocked.on(type, kind, FOR_AN_HOUR);

    assertThat(assertLeftAlone(HOUR, argument)).endsWith(type + " " + kind);
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void sync_limitedAskingWhatVanished_endsThere(String type) throws IOException {
    stocked.of(type).forget(7);
    stocked.on(type, Kind.KEYS, FOR_AN_HOUR);

    assertThat(assertLeftAlone(HOUR, "--full")).endsWith(type + " KEYS");
  }

  @ParameterizedTest
  @CsvSource({"org, net", "net, poc"})
  void sync_limitedAskingForAParent_endsThere(String parent, String child) throws IOException {
    String old = Stocked.row(77, "updated", "\"2019-01-01T00:00:00Z\"");
    stocked.of("org").put(old);
    stocked.of(parent).put(old);
    stocked.of(child).put(Stocked.changed(77));
    stocked.on(parent, Kind.KEYS, FOR_AN_HOUR);

    assertThat(assertLeftAlone(HOUR)).endsWith(parent + " KEYS");
    assertThat(stocked.place.image().rows()).containsKeys(parent + " 77", child + " 77");
  }

  @Test
  void sync_limitedWithAtomicityPerType_appliesNoType() throws IOException {
    stocked.of("org").put(Stocked.changed(1, "name", "\"new\""));
    stocked.on("poc", Kind.WINDOW, FOR_AN_HOUR);

    assertLeftAlone(HOUR, "--config", stocked.place.configuration("sync: {atomicity: per-type}"));
  }

  /** Runs into the limit, then before the time, then at it. Says what was asked at first. */
  private List<String> assertLeftAlone(Duration wait, String... arguments) throws IOException {
    Image before = stocked.place.image();
    assertLimited(stocked.place.sync(arguments), "Request was throttled.");
    List<String> asked = stocked.asked();
    assertThat(stocked.notBefore()).isEqualTo(stocked.clock.instant().plus(wait));
    assertThat(stocked.place.image()).isEqualTo(before);
    stocked.assertLastRunFailed("UPSTREAM_RATE_LIMITED");

    stocked.recover();
    stocked.clock.advance(wait.minusMillis(1));
    assertLimited(stocked.place.sync(arguments), "no request may be sent before");
    assertThat(stocked.asked()).isEmpty();
    assertThat(stocked.lastRun()).containsEntry("cycle", 2);

    stocked.clock.advance(Duration.ofMillis(1));
    stocked.place.sync(arguments).assertDone();
    return asked;
  }

  private static void assertLimited(Outcome outcome, String phrase) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.said()).hasSize(2);
    assertThat(outcome.said().get(0)).startsWith("error: ").contains(phrase);
    assertThat(outcome.said().get(1)).startsWith("try again at ");
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void sync_firstLoadLimited_goesOnWithTheListsThatAreLeft(String type, @TempDir Path other)
      throws IOException {
    try (Stocked fresh = Stocked.in(other)) {
      fresh.on(type, Kind.LIST, FOR_AN_HOUR);
      int done = TYPES.indexOf(type);
      assertLimited(fresh.place.sync(), "Request was throttled.");
      assertThat(fresh.asked()).isEqualTo(each(TYPES.subList(0, done + 1), "LIST"));
      assertThat(fresh.place.image().rows()).isEmpty();
      assertThat(fresh.place.image().position()).isZero();

      fresh.recover();
      fresh.clock.advance(HOUR);
      fresh.place.sync().assertDone();

      List<String> left = each(TYPES.subList(done, TYPES.size()), "LIST");
      left.addAll(each(TYPES.subList(0, done), "WINDOW"));
      assertThat(fresh.asked()).isEqualTo(left);
      assertThat(fresh.place.image().rows()).hasSize(Stocked.ROWS * TYPES.size());
    }
  }

  /** The list of a type and its history in an hour for two types, then the windows behind them. */
  @Test
  void sync_budgetPerHour_spreadsTheFirstLoadAndShowsItWhenItIsWhole(@TempDir Path other)
      throws IOException {
    try (Stocked fresh = Stocked.in(other)) {
      String thrifty = fresh.place.configuration("sync: {requests-per-hour: 4, history: true}");
      for (List<String> types : List.of(TYPES.subList(0, 2), TYPES.subList(2, 4))) {
        assertLimited(fresh.place.sync("--config", thrifty), "the budget of 4 requests per hour");
        assertThat(fresh.asked())
            .isEqualTo(
                types.stream()
                    .flatMap(type -> each(List.of(type), "LIST", "WINDOW").stream())
                    .toList());
        assertThat(fresh.notBefore()).isEqualTo(fresh.clock.instant().plus(HOUR));
        assertThat(fresh.place.image().rows()).isEmpty();

        fresh.clock.advance(HOUR.minusMillis(1));
        assertLimited(fresh.place.sync("--config", thrifty), "no request may be sent before");
        assertThat(fresh.asked()).isEmpty();
        fresh.clock.advance(Duration.ofMillis(1));
      }

      fresh.place.sync("--config", thrifty).assertDone();

      assertThat(fresh.asked()).isEqualTo(each(TYPES, "WINDOW"));
      assertThat(fresh.place.image().rows()).hasSize(Stocked.ROWS * TYPES.size());
      assertThat(fresh.place.look("status").out()).contains("feed position 96");
    }
  }

  private static List<String> each(List<String> types, String... kinds) {
    List<String> asked = new ArrayList<>();
    types.forEach(type -> List.of(kinds).forEach(kind -> asked.add(type + " " + kind)));
    return asked;
  }
}
