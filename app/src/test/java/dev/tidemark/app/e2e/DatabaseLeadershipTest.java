package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services, each with a replica of its own, and one lock in a database between them. */
final class DatabaseLeadershipTest {

  @TempDir Path directory;

  @Test
  void leaderKilled_theOtherOneTakesItsPlace() throws Exception {
    MySqlDatabase database = MySqlServer.startable().findFirst().orElseThrow().createDatabase();
    String lock =
        "leadership: {url: \"%s\", user: \"%s\", password: \"%s\"}"
            .formatted(database.url(), database.user(), database.password());
    try (Workplace here = Workplace.synced(Files.createDirectory(directory.resolve("here")));
        Workplace there = Workplace.synced(Files.createDirectory(directory.resolve("there")));
        Served first = here.serve(Surrounded.PLAIN, lock)) {
      first.awaitStanding(each -> each.get("leader").asBoolean());

      try (Served second = there.serve(Surrounded.PLAIN, lock)) {
        second.awaitReadiness(200);
        assertThat(second.standing().get("leader").asBoolean()).isFalse();
        assertThat(second.standing().get("next").isNull()).isTrue();

        first.kill();

        second.awaitStanding(each -> each.get("leader").asBoolean() && !each.get("next").isNull());
        assertThat(second.terminate()).as(second.process.errors()).isZero();
        assertThat(second.process.errors()).doesNotContain(database.password());
      }
    }
  }
}
