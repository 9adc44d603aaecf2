package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that became somebody's copy, and takes writes of its administrators alone. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(120)
final class ReadOnlyServerTest {

  private static final Schema SCHEMA = Schema.of("mirrored", Sample.ORG);
  private static final String TOLD =
      "the server takes no writes, as a read-only one; name one that does";

  private final MySqlInstance instance;
  private final MySqlDatabase administration;
  private final MySqlPlace place;

  ReadOnlyServerTest(MySqlServer server) {
    this.instance = server.startAnother();
    this.administration = instance.createDatabase();
    this.place =
        new MySqlPlace(
            new MySqlDatabase(
                administration.host(),
                administration.port(),
                administration.name(),
                "mirror",
                "hush"));
  }

  @AfterEach
  void close() {
    try {
      place.close();
    } finally {
      instance.close();
    }
  }

  /** The rights are those that the manual asks for. */
  @Test
  void server_readOnly_saysSoAndTakesWritesAgainAfterwards() {
    administration.execute(
        "CREATE USER mirror IDENTIFIED BY 'hush'",
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP,"
            + " CREATE TEMPORARY TABLES ON `"
            + administration.name()
            + "`.* TO mirror");
    MirrorTarget target = place.newTarget();
    target.prepare(SCHEMA);
    administration.execute("SET GLOBAL read_only = 1");

    assertThatThrownBy(() -> upsert(target))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining(TOLD);
    assertThatThrownBy(() -> target.prepare(Schema.of("more", Sample.ORG, Sample.WORD)))
        .isInstanceOf(MirrorSetupException.class)
        .hasMessageContaining(TOLD);
    assertThat(target.prepare(SCHEMA).tables()).hasSize(1);
    assertThat(target.rows(Sample.ORG).hint().count()).isZero();

    administration.execute("SET GLOBAL read_only = 0");
    upsert(target);
    assertThat(target.rows(Sample.ORG).hint().count()).isEqualTo(1);
  }

  private static boolean upsert(MirrorTarget target) {
    return target.write(
        transaction -> {
          transaction.table(Sample.ORG).upsert(List.of(Sample.live(Sample.ORG, 1, 1)));
          return true;
        });
  }
}
