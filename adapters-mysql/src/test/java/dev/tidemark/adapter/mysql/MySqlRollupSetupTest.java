package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rollup needs is made beside what the mirror has made, and by who may. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(120)
record MySqlRollupSetupTest(MySqlServer server) {

  private static final RollupPlan PLAN = UsageRollup.CAPTURED.plan();

  private static final String RIGHTS =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP, CREATE TEMPORARY TABLES";

  @Test
  void prepare_mirrorSetUpAgain_disturbsNeither() {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), PLAN)) {
      Object indexes = indexes(rolling.database());

      rolling.place().makeTables();
      rolling.store().prepare(PLAN);

      assertThat(rolling.table().standing().isComplete()).isTrue();
      assertThat(indexes(rolling.database())).isEqualTo(indexes);
    }
  }

  private static Object indexes(MySqlDatabase database) {
    return database.rows("SHOW CREATE TABLE m_usage");
  }

  @Test
  void prepare_mirrorsTableMadeAnew_makesWhatWentWithIt() {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), PLAN)) {
      rolling.put(Stream.of(UsageEvent.of(1).when("08:15").row()));
      rolling.advance();
      Object indexes = indexes(rolling.database());
      rolling.database().execute("DROP TABLE m_usage");

      assertThatThrownBy(() -> rolling.store().prepare(PLAN))
          .isInstanceOf(MirrorSetupException.class)
          .hasMessageContaining("table m_usage is missing; it is made when the mirror is set up");
      rolling.place().makeTables();
      rolling.put(Stream.of(UsageEvent.of(2).row()));
      rolling.store().prepare(PLAN);

      assertThat(rolling.table().standing().isComplete()).isFalse();
      assertThat(indexes(rolling.database())).isEqualTo(indexes);
      rolling.fill();
      rolling.assertConverged();
      rolling.put(Stream.of(UsageEvent.of(3).row()));
      rolling.advance();
      rolling.assertConverged();
    }
  }

  @Test
  void prepare_triggerThatSomebodyChanged_isMadeAnew() {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), PLAN)) {
      rolling
          .database()
          .execute(
              "DROP TRIGGER m__rollup_usage_captured_e_ai",
              "CREATE TRIGGER m__rollup_usage_captured_e_ai AFTER INSERT ON m_usage FOR EACH ROW BEGIN END",
              "CREATE TRIGGER m__rollup_usage_captured_j9_ad AFTER DELETE ON m_usage FOR EACH ROW BEGIN END",
              "CREATE TRIGGER of_mine AFTER DELETE ON m_usage FOR EACH ROW BEGIN END");

      rolling.store().prepare(PLAN);

      assertThat(rolling.table().standing().isComplete()).isFalse();
      assertThat(
              rolling
                  .database()
                  .rows(
                      "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND action_statement = 'BEGIN END'"))
          .singleElement()
          .asString()
          .contains("of_mine");
      rolling.fill();
      rolling.put(Stream.of(UsageEvent.of(1).row()));
      rolling.advance();
      rolling.assertConverged();
    }
  }

  @Test
  void prepare_longNames_isRefusedBeforeAnythingIsMade() {
    try (MySqlRollupPlace place = new MySqlRollupPlace(server.createDatabase())) {
      MySqlRollupStore store =
          place.newStore(
              MySqlPlace.config(place.database()).withPrefix("a_prefix_of_thirty_characters_"));
      RollupPlan plan =
          RollupPlan.of(
              RollupDefinition.named("a_name_of_thirty_characters___")
                  .of("usage", "created_at")
                  .count("events")
                  .build(),
              UsageSchema.TYPES);

      assertThatThrownBy(() -> store.prepare(plan))
          .isInstanceOf(MirrorSetupException.class)
          .hasMessageContaining("expected names of at most 64 characters, found [")
          .hasMessageContaining("shorten the prefix or the rollup's name");
    }
  }

  @Test
  void prepare_userWithoutTrigger_isToldWhatToGrant() {
    try (MySqlRollupPlace place = new MySqlRollupPlace(server.createDatabase())) {
      MySqlDatabase all = place.database();
      String user = "r" + all.name().hashCode();
      all.execute("CREATE USER '" + user + "'@'%' IDENTIFIED BY 'hush'", grant(RIGHTS, all, user));
      MySqlRollupStore store = place.newStore(MySqlPlace.config(as(all, user)));

      assertThatThrownBy(() -> store.prepare(PLAN))
          .isInstanceOf(MirrorSetupException.class)
          .hasMessageContaining("set up rollup usage_captured in mirror reporting")
          .hasMessageContaining("and TRIGGER for rollups");

      all.execute(grant("TRIGGER", all, user));
      store.prepare(PLAN);
      place.source().put(UsageEvent.of(1).row());
      assertThat(store.table(PLAN).standing().queued()).isEqualTo(1);
      all.execute("DROP USER '" + user + "'@'%'");
    }
  }

  /** Not even who may make triggers may make one then, if he is not trusted. */
  @Test
  @Tag("proof")
  void prepare_serverWithABinaryLog_saysWhatToSet() {
    try (MySqlInstance logging = server.startAnother("--log-bin=binlog", "--server-id=1");
        MySqlRollupPlace place = new MySqlRollupPlace(logging.createDatabase())) {
      MySqlDatabase all = place.database();
      all.execute(
          "CREATE USER 'limited'@'%' IDENTIFIED BY 'hush'",
          grant(RIGHTS + ", TRIGGER", all, "limited"));
      MySqlRollupStore store = place.newStore(MySqlPlace.config(as(all, "limited")));

      assertThatThrownBy(() -> store.prepare(PLAN))
          .isInstanceOf(MirrorSetupException.class)
          .hasMessageContaining("set log_bin_trust_function_creators to 1");

      all.execute("SET GLOBAL log_bin_trust_function_creators = 1");
      store.prepare(PLAN);
      place.source().put(UsageEvent.of(1).row());
      assertThat(store.table(PLAN).standing().queued()).isEqualTo(1);
    }
  }

  private static String grant(String rights, MySqlDatabase on, String to) {
    return "GRANT %s ON `%s`.* TO '%s'@'%%'".formatted(rights, on.name(), to);
  }

  private static MySqlDatabase as(MySqlDatabase all, String user) {
    return new MySqlDatabase(all.host(), all.port(), all.name(), user, "hush");
  }
}
