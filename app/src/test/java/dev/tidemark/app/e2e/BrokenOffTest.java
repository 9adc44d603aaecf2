package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.ScriptedUpstream.Answer;
import dev.tidemark.app.e2e.Stock.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the middle of a cycle, the upstream fails for one type. */
@Tag("proof")
final class BrokenOffTest {

  private static final String JSON = "application/json";
  private static final List<String> TYPES = Stocked.TYPES;
  private static final Answer MISSING = Answers.status(404, JSON, "{\"message\":\"Not found.\"}");

  @TempDir Path directory;
  @AutoClose private Stocked stocked;
  private Image before;

  @BeforeEach
  void sync() throws IOException {
    stocked = Stocked.synced(directory);
    before = stocked.place.image();
    stocked.of("org").put(Stocked.changed(1));
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void unauthenticated_atAnyType_endsTheCycleWithoutAnotherRequest(String type) throws IOException {
    stocked.on(type, Kind.WINDOW, Answers.status(401, JSON, "{\"meta\":{\"error\":\"Who?\"}}"));

    assertFails("UPSTREAM_UNAUTHENTICATED", "/api/" + type, "Who?");

    assertThat(stocked.asked()).endsWith(type + " WINDOW").doesNotContain(type + " LIST");
    stocked.assertRecovers();
  }

  @ParameterizedTest
  @EnumSource
  void unauthenticated_atAnyRequest_endsAPerTypeCycle(Kind kind) throws IOException {
    stocked.of("fac").forget(5);
    stocked.on("fac", kind, Answers.status(401, JSON, "{}"));

    assertFails(
        "UPSTREAM_UNAUTHENTICATED", List.of("/api/fac"), perType("--full").toArray(String[]::new));

    assertThat(stocked.asked()).endsWith("fac " + kind);
    stocked.assertRecovers();
  }

  @ParameterizedTest
  @CsvSource({"org, 500", "net, 502", "fac, 503", "poc, 504"})
  void serverError_once_isMadeUpForByTheWholeList(String type, int status) throws IOException {
    stocked.of(type).put(Stocked.changed(2, "name", "\"new\""));
    stocked.of(type).onNext(1, Kind.WINDOW, Answers.status(status, "text/plain", "oops"));

    Outcome outcome = stocked.place.sync();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.said())
        .singleElement()
        .asString()
        .startsWith("warning: " + type + ": the whole list is read")
        .contains("status " + status);
    assertThat(stocked.asked())
        .containsSubsequence(type + " WINDOW", type + " LIST", type + " WINDOW");
    assertThat(stocked.place.copy().number("SELECT count(*) FROM " + type + " WHERE name = 'new'"))
        .isOne();
    stocked.assertRecovers();
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void serverError_atEveryWindowOfAType_isAskedAgainFromTheOldCursor(String type)
      throws IOException {
    stocked.of(type).put(Stocked.changed(2)).put(Stocked.changed(3, "status", "\"deleted\""));
    stocked.on(type, Kind.WINDOW, Answers.status(503, "text/plain", "oops"));
    String cursor = "SELECT followed_to FROM _cursor WHERE type = '" + type + "'";
    String followed = stocked.place.copy().query(cursor).toString();

    Outcome outcome = stocked.place.sync();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.said()).hasSize(2).allMatch(line -> line.startsWith("warning: " + type));
    assertThat(stocked.place.copy().query(cursor)).hasToString(followed);

    stocked.recover();
    stocked.place.sync().assertDone();
    assertThat(stocked.place.copy().query("SELECT id FROM " + type + " WHERE status = 'deleted'"))
        .hasToString("[{id=3}]");
    stocked.assertRecovers();
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void serverError_atEveryRequestOfAType_changesNothing(String type) throws IOException {
    stocked.of(type).onAll(Answers.status(503, "text/plain", "oops"));

    assertFails("UPSTREAM_UNAVAILABLE", "/api/" + type, "status 503");

    stocked.assertRecovers();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 6_000, 12_000})
  void reset_inTheMiddleOfABody_changesNothing(long bytes) throws IOException {
    try (Relay relay = Relay.before(stocked.place.upstream.base(), bytes)) {
      assertFails(
          "UPSTREAM_UNAVAILABLE", List.of("broke after"), "--full", "--upstream", relay.base());
    }
    stocked.assertRecovers();
  }

  @ParameterizedTest
  @EnumSource
  void trickle_forEver_isEndedByTheWatchdogWithItsConnection(Kind kind) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch dropped = new CountDownLatch(1);
    stocked.of("net").forget(5);
    stocked.on("net", kind, Answers.trickling(Stocked.row(1), begun, dropped));

    String impatient = stocked.place.configuration("sync: {timeout: 3s}");
    assertFails("TIMED_OUT", List.of("it took longer than 3 s"), "--full", "--config", impatient);

    assertThat(begun.getCount()).isZero();
    assertThat(dropped.await(30, TimeUnit.SECONDS)).isTrue();
    stocked.assertRecovers();
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void typeMissing_atomicityCycle_changesNothing(String type) throws IOException {
    stocked.of(type).onAll(MISSING);

    assertFails("UPSTREAM_BAD_ANSWER", "expected a list of " + type, "status 404", "Not found.");
    assertFails("UPSTREAM_BAD_ANSWER", List.of("status 404"), "--full");

    stocked.assertRecovers();
  }

  @Test
  void typeMissing_atomicityPerType_leavesItAndWhatNeedsItAsTheyWere() throws IOException {
    Stocked.TYPES.forEach(type -> stocked.of(type).put(Stocked.changed(2, "name", "\"new\"")));
    stocked.of("net").onAll(MISSING);

    Outcome outcome = stocked.place.sync(perType().toArray(String[]::new));

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("net is left as it was", "poc is left as it was", "status 404")
        .doesNotContain("org is left", "fac is left");
    assertThat(stocked.place.image().changedSince(before))
        .containsExactlyInAnyOrder("org 1", "org 2", "fac 2");
    assertThat(stocked.asked()).doesNotContain("poc WINDOW", "poc LIST");
    stocked.assertRecovers();
    assertThat(stocked.place.image().changedSince(before)).contains("net 2", "poc 2");
  }

  private List<String> perType(String... more) throws IOException {
    String config = stocked.place.configuration("sync: {atomicity: per-type}");
    return more.length == 0 ? List.of("--config", config) : List.of("--config", config, more[0]);
  }

  private void assertFails(String code, String... phrases) {
    assertFails(code, List.of(phrases), new String[0]);
  }

  private void assertFails(String code, List<String> phrases, String... arguments) {
    stocked.place.sync(arguments).assertFailed(1, phrases.toArray(String[]::new));

    assertThat(stocked.place.image()).isEqualTo(before);
    stocked.assertLastRunFailed(code);
  }

  /** Nothing of the failure is left when it is over. */
  @Test
  void upstreamBack_nextCycle_hasWhatChanged() throws IOException {
    stocked.of("org").onAll(Answers.status(503, Map.of(), ""));
    assertFails("UPSTREAM_UNAVAILABLE", "status 503");
    stocked.recover();

    stocked.place.sync().assertDone();

    assertThat(stocked.place.image().changedSince(before)).containsExactly("org 1");
  }
}
