package dev.tidemark.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.testkit.net.FaultyLink;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
record MySqlServerTest(MySqlServer server) {

  @Test
  void createDatabase_twice_givesTwoOnOneServer() {
    try (MySqlDatabase one = server.createDatabase();
        MySqlDatabase other = server.createDatabase()) {
      assertThat(one.name()).isNotEqualTo(other.name());
      assertThat(one.port()).isEqualTo(other.port());
      one.execute("CREATE TABLE t (a INT, b TEXT)", "INSERT INTO t VALUES (1, NULL), (2, '𝄞')");

      assertThat(one.rows("SELECT a, b FROM t ORDER BY a"))
          .isEqualTo(List.of(Arrays.asList("1", null), List.of("2", "𝄞")));
      assertThat(other.rows("SHOW TABLES")).isEmpty();
    }
  }

  @Test
  void close_database_dropsIt() {
    MySqlDatabase database = server.createDatabase();
    try (MySqlDatabase other = server.createDatabase()) {
      database.close();
      database.close();

      assertThat(other.rows("SHOW DATABASES")).doesNotContain(List.of(database.name()));
    }
  }

  @Test
  void through_aLink_isTheSameDatabase() {
    try (MySqlDatabase database = server.createDatabase();
        FaultyLink link = FaultyLink.to(database.host(), database.port())) {
      MySqlDatabase beyond = database.through(link.host(), link.port());

      assertThat(beyond.rows("SELECT database()")).isEqualTo(List.of(List.of(database.name())));
    }
  }

  @Test
  void environment_naming_servers_givesThem() {
    assertThat(named(Map.of())).containsExactly("mariadb");
    assertThat(named(Map.of("TIDEMARK_TEST_SERVERS", "mysql, mariadb")))
        .containsExactly("mysql", "mariadb");
    assertThat(
            named(
                Map.of(
                    "TIDEMARK_TEST_SERVERS",
                    "",
                    "TIDEMARK_TEST_MYSQL_URL",
                    "jdbc:mysql://db.example/?user=root&password=hush")))
        .containsExactly("db.example:3306");
  }

  @Test
  void environment_namingWhatIsUnknown_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlServer.of(Map.of("TIDEMARK_TEST_SERVERS", "mariadb,oracle")))
        .withMessage("TIDEMARK_TEST_SERVERS names oracle, expected some of [mariadb, mysql]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://db/?user=root&password=hush",
        "jdbc:mysql://db/?password=hush",
        "jdbc:mysql:///?user=root&password=hush"
      })
  void environment_withAnotherUrl_isRefusedWithoutShowingIt(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlServer.of(Map.of("TIDEMARK_TEST_MYSQL_URL", url)))
        .withMessageStartingWith("TIDEMARK_TEST_MYSQL_URL")
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hush"));
  }

  @Test
  void startAnother_ofOneThatTheTestsDidNotStart_isRefused() {
    MySqlServer another =
        MySqlServer.of(Map.of("TIDEMARK_TEST_MYSQL_URL", "jdbc:mysql://db/?user=root")).get(1);

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(another::startAnother)
        .withMessage("db:3306 was not started by the tests");
  }

  private static List<String> named(Map<String, String> environment) {
    return MySqlServer.of(environment).stream().map(MySqlServer::toString).toList();
  }
}
