package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.spi.RollupWalks;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.RollupFixture.SourceTransaction;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there of a rollup already is mended where it has to be, and left alone otherwise. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(120)
record MySqlRollupMendingTest(MySqlServer server) {

  private static final RollupPlan PLAN = UsageRollup.CAPTURED.plan();

  private static final String RIGHTS =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP, CREATE TEMPORARY TABLES";

  @ParameterizedTest
  @ValueSource(strings = {"archive", "removed"})
  void prepare_otherColumnsOfWhatIsArchived_isRefusedAndChangesNothing(String part) {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), LogRollup.CAPTURED.plan())) {
      rolling.put(Stream.of(LogEvent.of(1).row(), LogEvent.of(2).row()));
      remove(rolling, 1);
      if (part.equals("archive")) {
        rolling.advance();
      }
      String table = "m__" + part + "_log_captured";
      rolling.database().execute("ALTER TABLE " + table + " MODIFY events INT NOT NULL");

      assertThatThrownBy(() -> rolling.store().prepare(LogRollup.CAPTURED.plan()))
          .isInstanceOf(IncompatibleReplicaException.class)
          .hasMessageContaining(table);

      assertThat(rolling.database().rows("SELECT events FROM " + table))
          .containsExactly(List.of("1"));
      assertThat(rolling.table().standing().isComplete()).isTrue();
    }
  }

  private static void remove(Rolling rolling, long seq) {
    try (SourceTransaction transaction = rolling.place().source().begin()) {
      transaction.remove(UsageSchema.LOG, RowKey.of(seq));
      transaction.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE m__rollup_usage_captured MODIFY input INT",
        "ALTER TABLE m__rollup_usage_captured DROP PRIMARY KEY",
        "ALTER TABLE m__dirty_usage_captured ADD whose INT NOT NULL"
      })
  void prepare_tableThatSomebodyChanged_isMadeAnew(String change) {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), PLAN)) {
      rolling.put(Stream.of(UsageEvent.of(1).row()));
      rolling.advance();
      rolling.database().execute(change);

      rolling.store().prepare(PLAN);

      assertThat(rolling.table().standing().isComplete()).isFalse();
      rolling.put(Stream.of(UsageEvent.of(2).row()));
      rolling.fill();
      rolling.assertConverged();
    }
  }

  @Test
  void prepare_whileSomebodyWalks_fencesHim() {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), PLAN)) {
      rolling.put(Stream.of(UsageEvent.of(1).row()));
      RollupWalks walks = rolling.store().walks(PLAN);
      Walk walk = walks.begin(rolling.lease(), true);
      rolling.database().execute("DROP TRIGGER m__rollup_usage_captured_e_au");

      rolling.store().prepare(PLAN);

      assertThatThrownBy(() -> walks.compute(rolling.lease(), walk.span()))
          .isInstanceOf(FencedException.class)
          .hasMessageContaining("a new setup");
    }
  }

  @Test
  void prepare_byAnotherUser_leavesWhatIsThere() {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), PLAN)) {
      MySqlRollupStore other = storeOf(rolling, "another", RIGHTS + ", TRIGGER");
      Object made = definers(rolling);

      other.prepare(PLAN);

      assertThat(definers(rolling)).isEqualTo(made);
      assertThat(rolling.table().standing().isComplete()).isTrue();
    }
  }

  private static Object definers(Rolling rolling) {
    return rolling
        .database()
        .rows(
            "SELECT trigger_name, definer, created FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1");
  }

  /** Who sees no triggers cannot tell that there are none. */
  @Test
  void prepare_byWhoMayMakeNoTriggers_leavesItComplete() {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), PLAN)) {
      MySqlRollupStore other = storeOf(rolling, "lesser", RIGHTS);
      Object made = definers(rolling);

      assertThatThrownBy(() -> other.prepare(PLAN))
          .isInstanceOf(MirrorSetupException.class)
          .hasMessageContaining("and TRIGGER for rollups");

      assertThat(definers(rolling)).isEqualTo(made);
      assertThat(rolling.table().standing().isComplete()).isTrue();
    }
  }

  private static MySqlRollupStore storeOf(Rolling rolling, String who, String rights) {
    MySqlDatabase all = rolling.database();
    String user = who + Math.abs(all.name().hashCode() % 1_000_000);
    all.execute(
        "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'hush'",
        "GRANT %s ON `%s`.* TO '%s'@'%%'".formatted(rights, all.name(), user));
    return rolling
        .place()
        .newStore(
            MySqlPlace.config(new MySqlDatabase(all.host(), all.port(), all.name(), user, "hush")));
  }
}
