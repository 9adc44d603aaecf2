package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.testkit.contract.LeadershipContract;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(300)
final class MySqlLeadershipTest implements LeadershipContract {

  /** So long that nobody loses a leadership because the machine is busy. */
  private static final MySqlLeadership.Timing CALM =
      new MySqlLeadership.Timing(
          Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofSeconds(20));

  private final MySqlDatabase database;
  private final List<MySqlLeadership> competing = new CopyOnWriteArrayList<>();

  MySqlLeadershipTest(MySqlServer server) {
    this.database = server.createDatabase();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  /** One of all leads then. */
  @Override
  public Contender newContender() {
    MySqlLeadership leadership =
        start(MySqlLeadershipConfig.of(Contenders.config(database), "writer"));
    competing.add(leadership);
    await()
        .atMost(Contenders.LONG)
        .until(() -> competing.stream().anyMatch(MySqlLeadership::isLeader));
    return contender(leadership);
  }

  private static MySqlLeadership start(MySqlLeadershipConfig config) {
    return MySqlLeadership.start(config, System::nanoTime, CALM);
  }

  private static Contender startLeading(MySqlLeadershipConfig config) {
    MySqlLeadership leadership = start(config);
    await().atMost(Contenders.LONG).until(leadership::isLeader);
    return contender(leadership);
  }

  private static Contender contender(MySqlLeadership leadership) {
    return new Contender() {
      @Override
      public Leadership leadership() {
        return leadership;
      }

      @Override
      public void leave() {
        leadership.close();
      }
    };
  }

  @Test
  void names_thatDifferInCase_areTwoLeaderships() {
    MySqlConfig server = Contenders.config(database);
    try (Contender lower = startLeading(MySqlLeadershipConfig.of(server, "writer"));
        Contender upper = startLeading(MySqlLeadershipConfig.of(server, "WRITER"));
        Contender prefixed =
            startLeading(MySqlLeadershipConfig.of(server, "writer").withTablePrefix("p"))) {
      assertThat(lower.leadership().isLeader()).isTrue();
      assertThat(upper.leadership().isLeader()).isTrue();
      assertThat(prefixed.leadership().isLeader()).isTrue();
    }
    assertThat(database.rows("SELECT name FROM _leadership ORDER BY name")).hasSize(2);
    assertThat(database.rows("SELECT name FROM p_leadership")).hasSize(1);
  }

  @Test
  void name_ofAnyCharacters_isTaken() {
    String odd = "'\"\\`; 𝄞 " + "x".repeat(55);
    try (Contender alone =
        startLeading(MySqlLeadershipConfig.of(Contenders.config(database), odd))) {
      assertThat(alone.leadership().isLeader()).isTrue();
      assertThat(database.rows("SELECT name FROM _leadership"))
          .singleElement()
          .satisfies(row -> assertThat(row).containsExactly(odd));
    }
  }

  @Test
  void password_thatIsWrong_meansThatNobodyLeads() {
    MySqlConfig wrong = MySqlConfig.of(database.url(), database.user(), database.password() + "x");
    long before = refusals();
    try (MySqlLeadership refused = start(MySqlLeadershipConfig.of(wrong, "writer"))) {
      await().atMost(Contenders.LONG).until(() -> refusals() > before);
      assertThat(refused.isLeader()).isFalse();
    }
  }

  private long refusals() {
    return Long.parseLong(
        database.rows("SHOW GLOBAL STATUS LIKE 'Aborted_connects'").get(0).get(1));
  }

  @Test
  void config_withNameOrPrefixThatCannotBe_isRefused() {
    MySqlConfig server = Contenders.config(database);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlLeadershipConfig.of(server, "x".repeat(65)))
        .withMessageContaining("has 65 characters, expected 1 to 64");
    assertThatIllegalArgumentException().isThrownBy(() -> MySqlLeadershipConfig.of(server, " "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlLeadershipConfig.of(server, "w").withTablePrefix("a`b"))
        .withMessageContaining("the table prefix is a`b");
  }
}
