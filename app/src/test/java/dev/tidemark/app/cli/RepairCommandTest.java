package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.state.ApiUsage;
import dev.tidemark.app.state.ApplicationState;
import dev.tidemark.app.state.Client;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.StateEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepairCommandTest extends LibraryCommands {

  private static final int TOO_MANY = 150;

  RepairCommandTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @Test
  void repair_nothingWrong_saysSo() {
    assertThat(run("repair")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "rule                             rows  removed",
            "api_usage without its api_token     0        0",
            "0 rows removed");
  }

  @Test
  void repair_dryRun_countsAndRemovesNothing() {
    orphans(3);

    assertThat(run("repair", "--dry-run")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "rule                             rows  would remove",
            "api_usage without its api_token     3             3",
            "3 rows would be removed");
    run("repair");
    assertThat(out).endsWith("3 rows removed\n");
  }

  @Test
  void repair_suspiciouslyMuch_isRefusedAndTellsTheWayOut() {
    orphans(TOO_MANY);

    assertThat(run("repair")).isEqualTo(1);
    assertThat(err.lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("error: repair the weak state: 150 of 150 api_usage would be"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "./tidemark repair --dry-run shows what it is, ./tidemark repair --force"
                            + " removes it"));
  }

  @Test
  void serve_suspiciouslyMuchToRepair_tellsTheSameWayOut() {
    orphans(TOO_MANY);

    assertThat(run("serve", "--listen", "127.0.0.1:0")).isEqualTo(1);
    assertThat(err).contains("error: repair the weak state").contains("./tidemark repair --force");
  }

  @Test
  void repair_forced_removesIt() {
    orphans(TOO_MANY);

    assertThat(run("repair", "--force", "--json")).isZero();
    assertThat(out.replaceAll("\\s", ""))
        .isEqualTo(
            "{\"applied\":true,\"rows\":150,\"rules\":[{\"rule\":\"api_usagewithoutitsapi_token\","
                + "\"rows\":150,\"removed\":150}]}");
    assertThat(run("repair")).isZero();
  }

  @Test
  void repair_dryAndForced_isAUsageError() {
    assertThat(run("repair", "--dry-run", "--force")).isEqualTo(2);
    assertThat(err).startsWith("error: --dry-run removes nothing, --force all: choose one\n");
  }

  /** Counts of a token that another state had. */
  private void orphans(int count) {
    StateEngine state = adapters.state.open();
    String secret = new ApiTokens(state).add("lost").secret();
    Client client = new ApiTokens(state).find(secret).orElseThrow();
    ApiUsage usage = new ApiUsage(state, clock);
    for (int server = 0; server < count; server++) {
      usage.count("host:" + server, client, "POST /sync", false);
    }
    state.flush();
    adapters.state.strong.write(
        "lose a token",
        transaction ->
            transaction.delete(
                ApplicationState.schema().strong().type("api_token"), RowKey.of("lost"), 1));
  }
}
