package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.adapter.mysql.MySqlConfig.Tls;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
final class MySqlPreparationTest {

  private static final Schema SCHEMA =
      Schema.of("mirrored", Sample.ORG, Sample.FAC, Sample.CAMPUS, Sample.PORT, Sample.EVERY);

  private final MySqlPlace place;
  private final MirrorTarget target;

  MySqlPreparationTest(MySqlServer server) {
    this.place = MySqlPlace.on(server);
    this.target = place.newTarget();
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void prepare_nothingThere_makesExactTypes() {
    target.prepare(SCHEMA);

    assertThat(columns("m_every"))
        .containsExactly(
            "id bigint NO null",
            "whole bigint YES null",
            "real double YES null",
            "text longtext YES utf8mb4_bin",
            "flag tinyint(1) YES null",
            "json longtext YES utf8mb4_bin",
            "seconds datetime(6) YES null",
            "millis datetime(6) YES null",
            "micros datetime(6) YES null",
            "nanos datetime(6) YES null",
            "_extra longtext YES utf8mb4_bin",
            "_missing longtext YES utf8mb4_bin",
            "_vanished datetime(6) YES null");
    assertThat(columns("m_port")).contains("ix_id bigint NO null", "label varbinary(3064) NO null");
    assertThat(indexes("m_port")).containsExactly("PRIMARY:ix_id,label", "ix_updated:updated");
    assertThat(indexes("m_fac"))
        .containsExactly(
            "PRIMARY:id", "ix_campus_id:campus_id", "ix_org_id:org_id", "ix_updated:updated");
  }

  @Test
  void prepare_again_touchesNothing() {
    target.prepare(SCHEMA);
    String made =
        "SELECT table_name, create_time FROM information_schema.tables"
            + " WHERE table_schema = DATABASE() ORDER BY 1";
    List<List<String>> before = place.database().rows(made);
    trustAll();

    assertThat(place.newTarget().prepare(SCHEMA).tables().values())
        .containsOnly(TableState.of(Trust.TRUSTED));
    assertThat(place.database().rows(made)).isEqualTo(before);
  }

  @Test
  void prepare_changedTables_mendsAndDoubtsThem() {
    target.prepare(SCHEMA);
    List<String> columns = columns("m_org");
    List<String> indexes = indexes("m_fac");
    trustAll();
    place
        .database()
        .execute(
            "ALTER TABLE m_org MODIFY name VARCHAR(20) CHARACTER SET latin1 NOT NULL,"
                + " MODIFY updated DATETIME NULL, DROP COLUMN notes",
            "ALTER TABLE m_fac DROP INDEX ix_org_id, DROP INDEX ix_campus_id,"
                + " ADD INDEX ix_campus_id (campus_id, org_id)",
            "ALTER TABLE m_port MODIFY label VARBINARY(10) NOT NULL",
            "DROP TABLE m_every");

    assertThat(target.prepare(SCHEMA).tables())
        .isEqualTo(
            Map.of(
                Sample.ORG, TableState.of(Trust.DOUBTED),
                Sample.FAC, TableState.of(Trust.DOUBTED),
                Sample.CAMPUS, TableState.of(Trust.TRUSTED),
                Sample.PORT, TableState.of(Trust.DOUBTED),
                Sample.EVERY, TableState.of(Trust.NEW)));
    assertThat(columns("m_org")).containsExactlyInAnyOrderElementsOf(columns);
    assertThat(indexes("m_fac")).isEqualTo(indexes);
    assertThat(columns("m_port")).contains("label varbinary(3064) NO null");
    assertThat(target.rows(Sample.EVERY).hint().count()).isZero();
  }

  @Test
  void prepare_generatedOrCountingColumn_isMadePlain() {
    target.prepare(SCHEMA);
    trustAll();
    place
        .database()
        .execute(
            "ALTER TABLE m_org MODIFY id BIGINT NOT NULL AUTO_INCREMENT",
            "ALTER TABLE m_fac MODIFY updated DATETIME(6) NULL ON UPDATE CURRENT_TIMESTAMP(6)");

    Map<EntityType, TableState> states = target.prepare(SCHEMA).tables();

    assertThat(states.get(Sample.ORG)).isEqualTo(TableState.of(Trust.DOUBTED));
    assertThat(states.get(Sample.FAC)).isEqualTo(TableState.of(Trust.DOUBTED));
    assertThat(target.prepare(SCHEMA).tables()).isEqualTo(states);
    assertThat(
            place
                .database()
                .rows(
                    "SELECT extra FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " AND extra <> ''"))
        .isEmpty();
  }

  @Test
  void prepare_tableWithoutAWordAboutIt_isDoubted() {
    target.prepare(SCHEMA);
    trustAll();
    place.database().execute("DELETE FROM m__mirror_table WHERE type = 'org'");

    assertThat(target.prepare(SCHEMA).tables())
        .containsEntry(Sample.ORG, TableState.of(Trust.DOUBTED))
        .containsEntry(Sample.PORT, TableState.of(Trust.TRUSTED));
  }

  @Test
  void prepare_columnsAndIndexesOfOthers_areLeftAlone() {
    target.prepare(SCHEMA);
    trustAll();
    place
        .database()
        .execute(
            "ALTER TABLE m_org ADD COLUMN seen INT NOT NULL DEFAULT 0, ADD COLUMN why TEXT NULL,"
                + " ADD INDEX theirs (name(10))");

    assertThat(target.prepare(SCHEMA).tables().values()).containsOnly(TableState.of(Trust.TRUSTED));
    assertThat(columns("m_org")).contains("seen int NO null");
  }

  @Test
  void prepare_whatCannotBeMended_isToldAtOnceAndTouchesNothing() {
    place
        .database()
        .execute(
            "CREATE TABLE m_org (id BIGINT NOT NULL PRIMARY KEY) ENGINE=MyISAM",
            "CREATE TABLE m_port (id BIGINT NOT NULL PRIMARY KEY, need INT NOT NULL)",
            "CREATE VIEW m_every AS SELECT 1 AS id");

    assertThatThrownBy(() -> target.prepare(SCHEMA))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("set up mirror reporting at 127.0.0.1:")
        .hasMessageContaining("table m_org: its engine is MyISAM, expected InnoDB")
        .hasMessageContaining(
            "table m_port: its primary key is [`id`], expected [`ix_id`, `label`]")
        .hasMessageContaining("its column need is not of the schema and needs a value")
        .hasMessageContaining("table m_every: it is no table but a view")
        .hasMessageEndingWith("mend that, or drop the table, which is then made again");

    assertThat(place.database().rows("SHOW TABLES")).hasSize(3);
  }

  /** The state is there before the attempt. */
  @Test
  void prepare_valuesThatDoNotFit_areToldAndTheTableDoubted() {
    target.prepare(SCHEMA);
    trustAll();
    place
        .database()
        .execute(
            "ALTER TABLE m_every MODIFY whole VARCHAR(20)",
            "INSERT INTO m_every (id, whole) VALUES (1, 'no number')");

    assertThatThrownBy(() -> target.prepare(SCHEMA))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("table m_every cannot be changed to what the schema asks for")
        .hasMessageContaining("drop it, and it is made again");

    assertThat(place.database().rows("SELECT trust FROM m__mirror_table WHERE type = 'every'"))
        .containsExactly(List.of("DOUBTED"));
  }

  @Test
  void prepare_newerFormat_isRefused() {
    target.prepare(SCHEMA);
    place.database().execute("UPDATE m__mirror SET format = 2");

    assertThatThrownBy(() -> target.prepare(SCHEMA))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("its tables are of format 2, expected 1; update tidemark");
    assertThatThrownBy(target::bookmark).isInstanceOf(MirrorSetupException.class);
    assertThatThrownBy(() -> target.write(transaction -> true))
        .isInstanceOf(MirrorSetupException.class);
  }

  @Test
  void prepare_nameThatIsTooLong_isRefused() {
    EntityType type = EntityType.named("t".repeat(60)).key("id").integer("id").build();
    MirrorTarget prefixed =
        place.newTarget(MySqlPlace.config(place.database()).withPrefix("prefix_"));

    assertThatThrownBy(() -> prefixed.prepare(Schema.of("long", type)))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("its name is longer than 64 characters");
  }

  @Test
  void prepare_databaseThatIsNotThere_makesIt() {
    place.database().close();
    assertThat(target.bookmark()).isEmpty();

    assertThat(target.prepare(SCHEMA).tables()).hasSize(5);
    String answer = target.write(transaction -> "done");
    assertThat(answer).isEqualTo("done");
  }

  @Test
  void prepare_userWhoMayNot_isToldWhatToGrant() {
    MySqlDatabase all = place.database();
    String user = "u" + all.name().hashCode();
    all.execute("CREATE USER '" + user + "'@'%' IDENTIFIED BY 'hush'");
    try {
      MirrorTarget weak = place.newTarget(MySqlPlace.config(as(user, "hush")));
      assertThatThrownBy(() -> weak.prepare(SCHEMA))
          .isInstanceOf(MirrorSetupException.class)
          .hasMessageContaining("the user may not use this database, or it is not there");

      all.execute("GRANT SELECT ON `" + all.name() + "`.* TO '" + user + "'@'%'");
      assertThatThrownBy(() -> weak.prepare(SCHEMA))
          .isInstanceOf(MirrorSetupException.class)
          .hasMessageContaining("grant SELECT, INSERT");
    } finally {
      all.execute("DROP USER '" + user + "'@'%'");
    }
  }

  @Test
  void prepare_wrongPassword_isToldAtOnceAndWithoutIt() {
    MirrorTarget wrong = place.newTarget(MySqlPlace.config(as(place.database().user(), "hush")));

    assertThatThrownBy(() -> wrong.prepare(SCHEMA))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("the server refuses the user or the password")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
    assertThatThrownBy(() -> wrong.write(transaction -> true))
        .isInstanceOf(MirrorSetupException.class);
  }

  /** The servers of the tests have certificates of their own making, which nobody trusts. */
  @Test
  void prepare_certificateThatIsNotTrusted_isToldSo() {
    MySqlMirrorConfig config = MySqlPlace.config(place.database());
    MirrorTarget careful =
        place.newTarget(
            new MySqlMirrorConfig(
                config.name(),
                config.database().withTls(Tls.VERIFY_CA),
                config.prefix(),
                config.comparisonLimit(),
                config.busyThreads()));

    assertThatThrownBy(() -> careful.prepare(SCHEMA))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("no TLS with this server");
    assertThatThrownBy(careful::bookmark)
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining("no TLS with this server");
  }

  private MySqlDatabase as(String user, String password) {
    MySqlDatabase all = place.database();
    return new MySqlDatabase(all.host(), all.port(), all.name(), user, password);
  }

  private void trustAll() {
    place.database().execute("UPDATE m__mirror_table SET trust = 'TRUSTED'");
  }

  private List<String> columns(String table) {
    return place
        .database()
        .rows(
            "SELECT column_name, column_type, is_nullable, collation_name"
                + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                + " AND table_name = '"
                + table
                + "' ORDER BY ordinal_position")
        .stream()
        .map(row -> String.join(" ", row.stream().map(String::valueOf).toList()))
        .map(
            column ->
                column
                    .replaceAll("(big)?int\\(\\d+\\)", "$1int")
                    .replace("tinyint ", "tinyint(1) "))
        .toList();
  }

  private List<String> indexes(String table) {
    return place
        .database()
        .rows(
            "SELECT index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index)"
                + " FROM information_schema.statistics WHERE table_schema = DATABASE()"
                + " AND table_name = '"
                + table
                + "' GROUP BY index_name")
        .stream()
        .map(row -> String.join(":", row))
        .sorted()
        .toList();
  }
}
