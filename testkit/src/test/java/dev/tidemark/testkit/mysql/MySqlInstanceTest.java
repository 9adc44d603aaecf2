package dev.tidemark.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidemark.testkit.mysql.MySqlInstance.DataCopy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(300)
record MySqlInstanceTest(MySqlServer server) {

  private static final String COUNT = "SELECT count(*) FROM t";

  @Test
  void instance_killedAndStopped_keepsWhatItHad() {
    try (MySqlInstance instance = server.startAnother()) {
      MySqlDatabase database = withOneRow(instance);

      instance.kill();
      instance.kill();
      assertThatIllegalStateException()
          .isThrownBy(database::connect)
          .withMessageContaining(database.url());
      instance.start();
      database.execute("INSERT INTO t VALUES (2)");
      instance.stop();
      instance.start();

      assertThat(database.rows(COUNT)).isEqualTo(List.of(List.of("2")));
    }
  }

  @Test
  void instance_startedEmptyOrFromACopy_hasWhatThatHad() {
    try (MySqlInstance instance = server.startAnother()) {
      MySqlDatabase database = withOneRow(instance);
      instance.stop();
      DataCopy copy = instance.copyData();

      instance.startEmpty();
      assertThatIllegalStateException().isThrownBy(database::connect);
      instance.stop();
      instance.startFrom(copy);

      assertThat(database.rows(COUNT)).isEqualTo(List.of(List.of("1")));
    }
  }

  @Test
  void instance_withArguments_isGivenThem() {
    try (MySqlInstance instance =
        server.startAnother("--local-infile=0", "--max-allowed-packet=1M")) {
      assertThat(
              instance.createDatabase().rows("SELECT @@local_infile, @@max_allowed_packet, @@port"))
          .isEqualTo(List.of(List.of("0", "1048576", "" + instance.port())));
    }
  }

  /** A server that starts removes temporary tables from the directory, whosever they are. */
  @Test
  void instance_besideAnother_hasTemporaryFilesOfItsOwn() {
    try (MySqlInstance one = server.startAnother();
        MySqlInstance other = server.startAnother()) {
      assertThat(temporaryDirectory(one)).isNotEqualTo(temporaryDirectory(other));
    }
  }

  private static Object temporaryDirectory(MySqlInstance instance) {
    return instance.createDatabase().rows("SELECT @@tmpdir").get(0).get(0);
  }

  @Test
  void instance_withWrongArguments_saysWhatTheServerSaid() {
    assertThatIllegalStateException()
        .isThrownBy(() -> server.startAnother("--no-such-thing=1"))
        .withMessageContaining("instead of starting")
        .withMessageContaining("no-such-thing");
  }

  @Test
  void instance_thatRuns_isNotStartedAgain() {
    try (MySqlInstance instance = server.startAnother()) {
      assertThatIllegalStateException().isThrownBy(instance::start);
      assertThatIllegalStateException().isThrownBy(instance::copyData);
    }
  }

  private static MySqlDatabase withOneRow(MySqlInstance instance) {
    MySqlDatabase database = instance.createDatabase();
    database.execute("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)");
    return database;
  }
}
