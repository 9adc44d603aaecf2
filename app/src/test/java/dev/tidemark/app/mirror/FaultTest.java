package dev.tidemark.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
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

/** What goes wrong with a link, or behind the back: at its end the mirror is live and equal. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(300)
final class FaultTest {

  /** What a person would read: a story of more lines than that is none. */
  private static final int FEW_LINES = 25;

  @Parameter MySqlServer server;
  @TempDir Path directory;
  @AutoClose private Site site;

  @BeforeEach
  void site() {
    site = new Site(directory, server.createDatabase());
    site.apply(Site.orgs(1, 200));
    site.apply(
        Sample.word("a", "x"), Sample.port(1, "eth0", "x", 1), Sample.cable("c", 1, "eth0", 1));
    site.start();
    site.awaitEqual();
    site.story.clear();
  }

  @AfterEach
  void assertHealedInAFewLines() {
    site.verifyEvery(Duration.ZERO);
    site.awaitEqual();
    assertThat(site.story.lines()).hasSizeLessThan(FEW_LINES);
  }

  private void changeMeanwhile() {
    for (int i = 1; i <= 20; i++) {
      site.apply(Sample.live(Sample.ORG, i, 2, "notes", "changed"));
    }
  }

  @Test
  void link_cut_isConnectingThenLive() {
    site.link.cut();
    changeMeanwhile();
    site.await(MirrorState.CONNECTING);
    site.link.heal();
  }

  /** It takes as long as an answer may. */
  @Test
  @Tag("proof")
  void link_stalled_isNoticedAndLeft() {
    site.link.stall();
    changeMeanwhile();
    site.await(MirrorState.CONNECTING);
    site.link.heal();
  }

  @Test
  @Tag("proof")
  void link_halfOpen_isNoticedAndLeft() {
    site.link.halfOpen();
    changeMeanwhile();
    site.await(MirrorState.CONNECTING);
    site.link.heal();
  }

  /** Though nothing changes. */
  @Test
  void link_cutWhileIdle_isNoticedByTheProbe() {
    site.link.cut();
    site.await(MirrorState.CONNECTING);
    site.link.heal();
  }

  @Test
  void rows_editedBehindTheBack_areRepaired() {
    site.database.execute(
        "UPDATE org SET name = 'forged' WHERE id = 17",
        "UPDATE org SET notes = '' WHERE id = 18",
        "DELETE FROM org WHERE id = 19",
        "INSERT INTO org (id, name, updated) VALUES (999, 'more', '2020-01-01')",
        "UPDATE word SET meaning = 'X' WHERE text = 'a'",
        "UPDATE cable SET gone = 2");
    site.verifyEvery(Duration.ofMillis(1));

    awaitTold(MirrorEvent.TableRepaired.class, repaired -> true);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                site.column(Sample.ORG, "id").size() == 200
                    && site.column(Sample.WORD, "meaning").contains("x")
                    && site.column(Sample.CABLE, "gone").contains("0"));
    assertThat(site.story.states()).contains(MirrorState.DEGRADED);
  }

  @Test
  void table_dropped_isMadeAndFilled() {
    site.database.execute("DROP TABLE org");
    changeMeanwhile();

    awaitTold(MirrorEvent.CopyEnded.class, end -> end.rows() == 200);
  }

  @Test
  void table_emptied_isFilled() {
    site.database.execute("TRUNCATE TABLE org");
    site.verifyEvery(Duration.ofMillis(1));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> site.column(Sample.ORG, "id").size() == 200);
  }

  @Test
  void column_ofAnotherType_isBroughtBackAndTheTableCompared() {
    site.database.execute("ALTER TABLE org MODIFY name VARCHAR(12) CHARACTER SET latin1");
    site.apply(Sample.live(Sample.ORG, 3, 5, "name", "longer than twelve, and 😀"));
    site.verifyEvery(Duration.ofMillis(1));

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> site.column(Sample.ORG, "name").contains("longer than twelve, and 😀"));
  }

  @Test
  void positionTable_dropped_isMadeAndAllIsCompared() {
    site.database.execute("DROP TABLE _mirror", "DROP TABLE _mirror_table");
    changeMeanwhile();

    awaitTold(MirrorEvent.ComparisonEnded.class, end -> end.comparison().type() == Sample.ORG);
  }

  private <E extends MirrorEvent> void awaitTold(Class<E> kind, Predicate<E> which) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> site.story.of(kind).anyMatch(which));
  }
}
