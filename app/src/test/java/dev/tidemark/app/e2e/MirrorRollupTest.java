package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollup that is kept in a mirror, on a real server. */
@Tag("proof")
final class MirrorRollupTest {

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @TempDir Path directory;
  @AutoClose private Workplace place;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.synced(directory);
  }

  /** The first attempt may be before the mirror has tables, and the next a minute later. */
  @Test
  void serve_rollupOnAMirror_isKeptThere() throws Exception {
    MySqlDatabase database = MySqlServer.startable().findFirst().orElseThrow().createDatabase();
    try (Served served = place.serve(Surrounded.PLAIN, settings(database))) {
      await("rollup in the mirror")
          .atMost(PATIENCE)
          .ignoreExceptionsMatching(notYet -> true)
          .until(() -> orgs(database).equals(List.of(List.of("ok", "3"))));
      assertThat(served.terminate()).as(served.process.errors()).isZero();
    }
  }

  private String[] settings(MySqlDatabase database) throws IOException {
    Path definitions =
        Files.writeString(
            directory.resolve("rollups.yaml"),
            """
            rollups:
              orgs:
                source: org
                time: updated
                keys: {status: status}
                measures: {orgs: count}
                on: reporting
            """);
    return new String[] {
      "rollup: {every: 1s, definitions: '%s'}".formatted(definitions),
      "mirrors:\n  reporting: {url: \"%s\", user: \"%s\", password: \"%s\"}"
          .formatted(database.url(), database.user(), database.password())
    };
  }

  private static List<List<String>> orgs(MySqlDatabase database) {
    return database.rows("SELECT status, orgs FROM _rollup_orgs").stream()
        .map(row -> row.stream().map(String::valueOf).toList())
        .toList();
  }
}
