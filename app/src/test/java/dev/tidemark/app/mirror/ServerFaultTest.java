package dev.tidemark.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What befalls a server of its own; each time the mirror is live and equal in the end. */
@Tag("proof")
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(180)
final class ServerFaultTest {

  private static final int FEW_LINES = 25;

  @Parameter MySqlServer server;
  @TempDir Path directory;
  @AutoClose private MySqlInstance instance;
  @AutoClose private Site site;

  @BeforeEach
  void site() {
    instance = server.startAnother();
    site = new Site(directory, instance.createDatabase());
    site.apply(Site.orgs(1, 200));
    site.start();
    site.awaitEqual();
  }

  @AfterEach
  void assertToldInAFewLines() {
    assertThat(site.story.lines()).hasSizeLessThan(FEW_LINES);
  }

  @Test
  void server_killedAndStarted_goesOnWhereItWas() {
    instance.kill();
    site.apply(Sample.live(Sample.ORG, 1, 2, "notes", "changed"));
    site.await(MirrorState.CONNECTING);
    site.story.clear();
    instance.start();

    site.awaitEqual();
    assertThat(site.story.list(MirrorEvent.RowsCopied.class)).isEmpty();
    assertThat(site.story.list(MirrorEvent.PlaceLost.class)).isEmpty();
  }

  @Test
  void server_startedEmpty_isFilled() {
    instance.stop();
    site.apply(Sample.live(Sample.ORG, 1, 2, "notes", "changed"));
    site.await(MirrorState.CONNECTING);
    site.story.clear();
    instance.startEmpty();

    site.awaitEqual();
    assertThat(site.story.list(MirrorEvent.CopyEnded.class)).isNotEmpty();
  }

  /** The copy is of a time when the mirror was further behind: it goes on from there. */
  @Test
  void server_restoredFromAnOldCopy_catchesUp() {
    instance.stop();
    MySqlInstance.DataCopy copy = instance.copyData();
    instance.start();
    site.apply(Sample.live(Sample.ORG, 1, 2, "notes", "changed"), Sample.word("b", "y"));
    site.awaitEqual();
    site.apply(Sample.dead(Sample.ORG, 9, 4));
    site.purge(Sample.ORG);
    site.awaitEqual();
    instance.kill();
    site.await(MirrorState.CONNECTING);
    instance.startFrom(copy);

    site.awaitEqual();
    assertThat(site.column(Sample.ORG, "id")).hasSize(199);
  }
}
