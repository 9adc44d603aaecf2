package dev.tidemark.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server whose disk is full: all tables are in one file that cannot grow. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(180)
final class FullServerTest {

  @Parameter MySqlServer server;
  @TempDir Path directory;
  @AutoClose private MySqlInstance instance;
  @AutoClose private Site site;

  @BeforeEach
  void site() {
    instance =
        server.startAnother("--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M");
    site = new Site(directory, instance.createDatabase());
  }

  @Test
  void server_withoutRoom_isTriedAgainUntilThereIsSome() {
    site.apply(Site.orgs(1, 50));
    site.start();
    site.awaitEqual();
    site.database.execute("CREATE TABLE filler (id INT AUTO_INCREMENT PRIMARY KEY, t LONGTEXT)");
    assertThatThrownBy(this::fill).hasMessageContaining("full");

    String text = "x".repeat(200_000);
    for (int id = 101; id <= 120; id++) {
      site.apply(Sample.live(Sample.ORG, id, 1, "notes", text));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(site.standing().reason()).contains("full"));
    assertThat(site.standing().state()).isEqualTo(MirrorState.CONNECTING);

    site.database.execute("DROP TABLE filler");
    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(70);
  }

  /** But for what the server itself needs. */
  private void fill() {
    for (int i = 0; i < 1_000; i++) {
      site.database.execute("INSERT INTO filler (t) VALUES (REPEAT('x', 400000))");
    }
  }
}
