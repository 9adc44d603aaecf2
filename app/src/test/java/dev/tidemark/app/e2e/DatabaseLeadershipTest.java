package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
        Served leader = awaitOneThatLeads(first, second);
        Served other = leader == first ? second : first;

        leader.kill();

        other.awaitStanding(DatabaseLeadershipTest::leads);
        assertThat(other.terminate()).as(other.process.errors()).isZero();
        assertThat(other.process.errors()).doesNotContain(database.password());
      }
    }
  }

  /** Mostly the first, unless the machine stood still for as long as the lock is waited for. */
  private static Served awaitOneThatLeads(Served first, Served second) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> oneThatLeads(first, second), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Served> oneThatLeads(Served first, Served second) {
    JsonNode one = first.standing();
    JsonNode other = second.standing();
    if (leads(one) && follows(other)) {
      return Optional.of(first);
    }
    return leads(other) && follows(one) ? Optional.of(second) : Optional.empty();
  }

  private static boolean leads(JsonNode standing) {
    return standing.get("leader").asBoolean() && !standing.get("next").isNull();
  }

  private static boolean follows(JsonNode standing) {
    return !standing.get("leader").asBoolean() && standing.get("next").isNull();
  }
}
