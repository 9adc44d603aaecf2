package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.core.UpstreamUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sync} does where a cycle is limited, or is applied in part. */
final class SyncLimitsTest extends LibraryCommands {

  SyncLimitsTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @Test
  void sync_oneTypeFails_keepsTheOthersAndSaysSo() throws IOException {
    perType();
    adapters.upstream.fail(
        what -> what.type().name().equals("book"),
        new UpstreamUnavailableException("read book: connection reset"));

    assertThat(run("sync")).isEqualTo(1);
    assertThat(out.lines())
        .anyMatch(line -> line.matches("author +2 +2 .*"))
        .endsWith("book is left as it was: read book: connection reset");

    assertThat(run("status")).isZero();
    assertThat(out.lines())
        .anyMatch(line -> line.matches(" +1 +full .* partial +2 .*"))
        .contains("cycle 1 left out book: read book: connection reset")
        .contains("not complete yet: no cycle has succeeded");
  }

  @Test
  void sync_oneTypeFailsWithJson_isInTheObject() throws IOException {
    perType();
    adapters.upstream.fail(
        what -> what.type().name().equals("book"),
        new UpstreamUnavailableException("read book: connection reset"));

    assertThat(run("sync", "--json")).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(out);
    assertThat(json.at("/failures/book").asText()).isEqualTo("read book: connection reset");
    assertThat(json.at("/sweep/vanished").asLong()).isZero();

    run("status", "--json");
    json = new ObjectMapper().readTree(out);
    assertThat(json.at("/runs/0/outcome").asText()).isEqualTo("partial");
    assertThat(json.at("/runs/0/failures/book").asText()).isEqualTo("read book: connection reset");
    assertThat(json.at("/upToDateAt").isNull()).isTrue();
  }

  @Test
  void sync_budgetSpent_saysWhenToTryAgain() throws IOException {
    configure("sync: {requests-per-hour: 2}");
    run("sync");

    assertThat(run("sync")).isEqualTo(3);
    assertThat(err).endsWith("try again at 2026-04-16 09:30:00, in 1 h" + System.lineSeparator());

    assertThat(run("status")).isZero();
    assertThat(out.lines())
        .contains("the upstream wants no request before 2026-04-16 09:30:00, in 1 h");
  }

  @Test
  void sync_budgetTooSmallForTheSchema_isAConfigurationError() throws IOException {
    configure("sync: {requests-per-hour: 1}");

    assertThat(run("sync")).isEqualTo(2);
    assertThat(err)
        .contains("sync.requests-per-hour: expected at least 2, one request for each type of the");
  }

  @Test
  void sync_listMuchShorter_isTakenOnlyWhenAccepted() {
    adapters.upstream.put(authors(4, 30));
    run("sync");
    adapters.upstream.remove(schema.type("author"), keys(4, 30));

    assertThat(run("sync", "--full")).isEqualTo(1);
    assertThat(err).contains("error: read the list of author: expected at least 50 %");

    assertThat(run("sync", "--accept-vanished")).isZero();
    assertThat(out).contains("cycle 3 (full)");
  }

  private void perType() throws IOException {
    configure("sync: {atomicity: per-type}");
  }
}
