package dev.tidemark.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.Standing;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server whose disk is full: its files cannot grow. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(180)
final class FullServerTest {

  private static final long LIMIT = 26_000_000;

  /** Two of them fill a page, and {@link #MANY} are more than the limit. */
  private static final String LONG = "x".repeat(7_000);

  private static final int MANY = 4_000;

  @Parameter MySqlServer server;
  @TempDir Path directory;
  @AutoClose private MySqlInstance instance;
  @AutoClose private Site site;

  @BeforeEach
  void site() {
    instance = server.startAnother();
    site = new Site(directory, instance.createDatabase());
    site.apply(Site.orgs(1, 50));
    site.start();
    site.awaitEqual();
  }

  @Test
  void server_withoutRoom_isTriedAgainUntilThereIsSome() {
    instance.fillDisk(LIMIT);
    site.apply(longOrgs(1, MANY));

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(site.standing())
                    .returns(MirrorState.CONNECTING, Standing::state)
                    .satisfies(standing -> assertThat(standing.reason()).contains("full")));

    instance.makeRoom();
    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(MANY);
  }

  private static List<Row> longOrgs(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(id -> Sample.live(Sample.ORG, id, 2, "notes", LONG))
        .toList();
  }
}
