package dev.tidemark.adapter.mysql;

import static dev.tidemark.adapter.mysql.Contenders.assertLosesWithinASecond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaders whose server dies. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(120)
record LostServerTest(MySqlServer server) {

  @Test
  void server_killed_isLostLeadershipUntilItIsBack() {
    try (MySqlInstance instance = server.startAnother();
        Contenders contenders = new Contenders()) {
      MySqlDatabase database = instance.createDatabase();
      MySqlLeadership leader = contenders.startLeading(database);
      MySqlLeadership other = contenders.start(database);
      long before = leader.term().getAsLong();

      assertLosesWithinASecond(leader, instance::kill);
      assertThat(other.isLeader()).isFalse();
      instance.start();
      leader.close();

      contenders.awaitLeader(other);
      assertThat(other.term().getAsLong()).isGreaterThan(before);
    }
  }

  /** Whoever knows the old terms knows that the new ones come later. */
  @Test
  void server_restartedEmpty_goesOnWithGreaterTerms() {
    try (MySqlInstance instance = server.startAnother();
        Contenders contenders = new Contenders()) {
      MySqlDatabase database = instance.createDatabase();
      MySqlLeadership leader = contenders.startLeading(database);
      long before = leader.term().getAsLong();

      instance.kill();
      instance.startEmpty();
      assertThat(leader.isLeader()).isFalse();
      database.create();

      contenders.awaitLeader(leader);
      assertThat(leader.term().getAsLong()).isGreaterThan(before);
    }
  }
}
