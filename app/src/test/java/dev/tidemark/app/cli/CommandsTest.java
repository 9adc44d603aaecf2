package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.app.config.Settings;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.spi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsTest extends LibraryCommands {

  private static final String WRONG =
      """
      rollups:
        books: {source: boks, time: updated, measures: {books: count}}
        authors: {source: author, time: name, measures: {authors: count}}
      """;

  CommandsTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @Test
  void sync_first_printsWhatItDid() {
    assertThat(run("sync", "--data", "here")).isZero();

    assertThat(out.replaceAll("peak heap .*", "peak heap ?").lines())
        .containsExactly(
            "type    staged  inserted  updated  deleted  unchanged  orphans  quarantined",
            "author       2         2        0        0          0        0            1",
            "book         3         2        0        0          0        1            0",
            "total        5         4        0        0          0        1            1",
            "",
            "cycle 1 (full): 3 requests, 0 B in 0 ms, peak heap ?",
            "feed position 4, here/replica.db",
            "1 row waits for a parent that is not known: ./tidemark orphans --data here",
            "1 row could not be decoded: ./tidemark quarantine --data here");
    assertThat(err)
        .contains("author        list               3 rows")
        .contains("author        by key             0 rows");
  }

  @Test
  void sync_json_printsOneObjectAndNothingElse() throws IOException {
    assertThat(run("sync", "--json")).isZero();

    JsonNode json = new ObjectMapper().readTree(out);
    assertThat(json.at("/mode").asText()).isEqualTo("full");
    assertThat(json.at("/position").asLong()).isEqualTo(4);
    assertThat(json.at("/types/book/orphans").asLong()).isEqualTo(1);
    assertThat(json.at("/total/staged").asLong()).isEqualTo(5);
    assertThat(json.at("/endedAt").asText()).isEqualTo("2026-04-16T08:30:00Z");
    assertThat(err).isEmpty();
  }

  @Test
  void rollupDefinitions_wrong_concernThoseAloneWhoNeedThem() throws IOException {
    run("sync");
    Path rollups = Files.writeString(directory.resolve("rollups.yaml"), WRONG);
    configure("rollup: {definitions: '%s'}".formatted(rollups));

    assertThat(run("orphans")).isZero();
    assertThat(run("quarantine")).isZero();
    assertThat(run("mirror", "list")).isZero();
    assertThat(run("sync")).isZero();
    for (String command : List.of("config", "status", "rollup list")) {
      assertThat(run(command.split(" "))).isEqualTo(2);
      assertThat(out).isEmpty();
      assertThat(err).contains("books.source: no such entity type: boks", "authors.time: ");
    }
  }

  @Test
  void sync_full_readsWholeListsAgain() {
    run("sync");
    run("sync", "--full");
    assertThat(out).contains("cycle 2 (full)");

    run("sync");
    assertThat(out).contains("cycle 3 (incremental)");
    assertThat(adapters.seen().get(Settings.SYNC_MODE)).isEqualTo(Mode.INCREMENTAL);
  }

  @Test
  void sync_rateLimited_saysWhenToTryAgain() {
    adapters.upstream.fail(
        what -> true,
        new RateLimitedException("read author: too many requests", NOW.plus(Duration.ofHours(1))));

    assertThat(run("sync")).isEqualTo(3);
    assertThat(out).isEmpty();
    assertThat(err.lines())
        .containsExactly(
            "error: read author: too many requests", "try again at 2026-04-16 09:30:00, in 1 h");
  }

  @Test
  void sync_upstreamDown_fails() {
    adapters.upstream.fail(
        what -> true, new UpstreamUnavailableException("read author: connection refused"));

    assertThat(run("sync")).isEqualTo(1);
    assertThat(err.lines()).containsExactly("error: read author: connection refused");
  }

  @Test
  void sync_cancelled_isAsAfterCtrlC() {
    adapters.upstream.fail(what -> true, new CancelledException("read author: stopped"));

    assertThat(run("sync")).isEqualTo(130);
    assertThat(err).isEqualTo("error: read author: stopped" + System.lineSeparator());
  }

  @Test
  void sync_bug_isOneLineUnlessTheStackIsAskedFor() {
    adapters.upstream.fail(what -> true, new IllegalStateException("no such state"));

    assertThat(run("sync")).isEqualTo(1);
    assertThat(err.lines())
        .containsExactly(
            "internal error: java.lang.IllegalStateException: no such state;"
                + " --stacktrace shows where");

    assertThat(run("sync", "--stacktrace")).isEqualTo(1);
    assertThat(err).contains("\tat dev.tidemark.");
  }

  @Test
  void status_afterCycles_showsRunsRowsAndCursors() {
    run("sync");
    clock.advance(Duration.ofMinutes(5));
    adapters.upstream.fail(what -> true, new UpstreamUnavailableException("read author: gone"));
    run("sync");

    assertThat(run("status")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "cycle  mode         started              took  outcome      inserted  updated  gone",
            "    2  incremental  2026-04-16 08:35:00  0 ms  unavailable         -        -     -",
            "    1  full         2026-04-16 08:30:00  0 ms  ok                  4        0     0",
            "cycle 2 failed: read author: gone",
            "",
            "type    live  deleted  vanished  orphans  quarantined  dangling  followed to",
            "author     2        0         0        0            1         0  2026-04-16 08:29:00",
            "book       2        0         0        1            0         0  2026-04-16 08:29:00",
            "",
            "up to date at 2026-04-16 08:30:00, 5 min ago",
            "feed position 4, data/replica.db",
            "1 row waits for a parent that is not known: ./tidemark orphans",
            "1 row could not be decoded: ./tidemark quarantine",
            "",
            "endpoint  requests  failed  in a row  latency  last answer          last failure",
            "author           4       2         2     0 ms  2026-04-16 08:30:00  2026-04-16 08:35:00"
                + " unavailable",
            "book             1       0         0     0 ms  2026-04-16 08:30:00  -");
  }

  @Test
  void status_upstreamToBeLeftAlone_saysUntilWhen() {
    run("sync");
    adapters.ledger().leaveAloneUntil(NOW.plus(Duration.ofMinutes(52)));

    assertThat(run("status")).isZero();
    assertThat(out.lines())
        .contains("the upstream wants no request before 2026-04-16 09:22:00, in 52 min");

    clock.advance(Duration.ofHours(1));
    run("status");
    assertThat(out).doesNotContain("wants no request");
  }

  @Test
  void status_nothingEverSucceeded_saysSo() {
    adapters.upstream.fail(what -> true, new UpstreamUnavailableException("read author: gone"));
    run("sync");

    assertThat(run("status")).isZero();
    assertThat(out.lines()).contains("not complete yet: no cycle has succeeded");
  }

  @Test
  void help_ofSync_saysWhatIsAccepted() {
    assertThat(run("sync", "--help")).isZero();
    assertThat(out.replaceAll("\\s+", " "))
        .contains("--accept-vanished Believe the upstream however much it has lost:");
  }

  @Test
  void status_json_hasEverything() throws IOException {
    run("sync");

    assertThat(run("status", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out);
    assertThat(json.at("/runs/0/outcome").asText()).isEqualTo("ok");
    assertThat(json.at("/runs/0/message").isNull()).isTrue();
    assertThat(json.at("/types/author/byStatus/ok").asLong()).isEqualTo(2);
    assertThat(json.at("/types/book/followedTo").asText()).isEqualTo("2026-04-16T08:29:00Z");
    assertThat(json.at("/orphans").asLong()).isEqualTo(1);
    assertThat(json.at("/upToDateAt").asText()).isEqualTo("2026-04-16T08:30:00Z");
    assertThat(json.at("/ageSeconds").asLong()).isZero();
    assertThat(json.at("/notBefore").isNull()).isTrue();
    assertThat(json.at("/types/author/live").asLong()).isEqualTo(2);
    assertThat(json.at("/types/author/dangling").isNumber()).isTrue();
  }

  @Test
  void orphans_some_areListedWithWhatTheyWaitFor() throws IOException {
    run("sync");

    assertThat(run("orphans")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "type  key  waits for              since",
            "book  3    author_id -> author 9  2026-04-16 08:30:00");

    assertThat(run("orphans", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out);
    assertThat(json.at("/0/waitsFor/0").asText()).isEqualTo("author_id -> author 9");
    assertThat(json.at("/0/row/name").asText()).isEqualTo("book 3");
  }

  @Test
  void orphans_moreThanTheLimit_saysThatThereAreMore() {
    adapters.upstream.put(book(4, 9));
    run("sync");

    assertThat(run("orphans", "--limit", "1")).isZero();
    assertThat(out.lines()).hasSize(3).endsWith("and more; --limit shows more than 1");
  }

  @Test
  void orphans_none_saysSo() {
    assertThat(run("orphans")).isZero();
    assertThat(out.lines()).containsExactly("no row waits for a parent");
  }

  @Test
  void orphans_optionalAndNone_saysSo() throws IOException {
    assertThat(run("orphans", "--optional")).isZero();
    assertThat(out.lines())
        .containsExactly("no optional reference leads to a row that is not known");

    assertThat(run("orphans", "--optional", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out)).isEmpty();
  }

  @Test
  void quarantine_some_areListedWithTheirReason() throws IOException {
    run("sync");

    assertThat(run("quarantine")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "type    key  reason                       since                row",
            "author  3    name is null, expected text  2026-04-16 08:30:00  {\"id\":3}");

    assertThat(run("quarantine", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out).at("/0/row").asText()).isEqualTo("{\"id\":3}");
  }

  @Test
  void config_flags_areShownWithTheirOrigin() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "hidden");

    assertThat(run("config", "--data", "here", "--api-key-file", key.toString())).isZero();
    assertThat(out.lines())
        .anyMatch(line -> line.matches("setting +value +origin +what it is"))
        .anyMatch(line -> line.matches("data +here +--data +directory .*"))
        .anyMatch(line -> line.matches("upstream.api-key +\\*\\*\\* +--api-key-file +key .*"));
    assertThat(out).doesNotContain("hidden");

    assertThat(run("config", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out);
    assertThat(json.at("/sync.mode/value").asText()).isEqualTo("incremental");
    assertThat(json.at("/upstream.api-key/value").isNull()).isTrue();
  }

  @Test
  void config_problems_areListedOneALine() {
    assertThat(run("config", "--upstream", "ftp://x", "--data", "")).isEqualTo(2);
    assertThat(err.lines())
        .containsExactly(
            "error: configuration has 2 problems",
            "  --data: data: expected text, found none",
            "  --upstream: upstream.url: the base URL has the scheme ftp, expected http or https");
  }

  @Test
  void sync_schemaMissing_isAUsageError() {
    assertThat(run("sync", "--schema", "nowhere.yaml")).isEqualTo(2);
    assertThat(err)
        .startsWith("error: configuration: schema: expected peeringdb or the path of a schema");
  }

  @Test
  void run_mistypedCommandOrOption_suggestsTheRightOne() {
    assertThat(run("statu")).isEqualTo(2);
    assertThat(err).contains("Did you mean: tidemark status");

    assertThat(run("sync", "--ful")).isEqualTo(2);
    assertThat(err).contains("--full").contains("see tidemark sync --help");
  }

  @Test
  void run_nothing_showsTheCommands() {
    assertThat(run()).isZero();
    assertThat(out)
        .contains("sync")
        .contains("status")
        .contains("orphans")
        .contains("quarantine")
        .contains("config")
        .contains("demo")
        .contains("sample-upstream");
  }

  @Test
  void demo_scaleOutOfRange_isAUsageError() {
    assertThat(run("demo", "--once", "--scale", "3")).isEqualTo(2);
    assertThat(err).startsWith("error: --scale: expected more than 0 and at most 2, found 3.0");
  }

  @Test
  void demo_directoryWithAReplica_isAUsageErrorAndLeavesItAlone() throws IOException {
    Path replica = Files.writeString(directory.resolve("replica.db"), "precious");

    assertThat(run("demo", "--once", "--data", directory.toString())).isEqualTo(2);

    assertThat(err)
        .startsWith(
            "error: --data: expected a directory without a replica, found one in %s;"
                .formatted(directory));
    assertThat(replica).hasContent("precious");
  }

  @Test
  void orphans_negativeLimit_isAUsageError() {
    assertThat(run("orphans", "--limit", "-1")).isEqualTo(2);
    assertThat(err).startsWith("error: --limit must not be negative");
  }

  @Test
  void sync_configFile_isReadInsteadOfTheOneThatLiesAround() throws IOException {
    Path file = directory.resolve("other.yaml");
    Files.writeString(file, "schema: " + directory.resolve("library.yaml") + "\ndata: elsewhere");

    assertThat(run("sync", "--config", file.toString())).isZero();

    assertThat(adapters.seen().get(Settings.DATA)).isEqualTo(Path.of("elsewhere"));
  }

  @Test
  void orphans_configFileThatIsNotThere_isAConfigurationError() {
    assertThat(run("orphans", "--config", "nowhere.yaml")).isEqualTo(2);
    assertThat(err).contains("nowhere.yaml: no such file");
  }
}
