package dev.tidemark.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Many cycles with random changes while the link fails at random. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(300)
final class RandomLinkTest {

  private static final int KEYS = 300;

  private final Random random = new Random(5);

  @Parameter MySqlServer server;
  @TempDir Path directory;
  @AutoClose private Site site;

  @BeforeEach
  void site() {
    site = new Site(directory, server.createDatabase());
    site.start();
  }

  @Test
  void hundredCycles_whileTheLinkFails_endEqual() {
    cycles(100);
  }

  @Test
  @Tag("proof")
  void thousandCycles_whileTheLinkFails_endEqual() {
    cycles(1_000);
  }

  private void cycles(int count) {
    for (int day = 1; day <= count; day++) {
      befall(random.nextInt(12));
      site.apply(changes(day));
      if (random.nextInt(20) == 0) {
        site.purge(Sample.ORG);
      }
    }
    site.link.heal();

    site.awaitEqual();
    assertThat(site.story.list(MirrorEvent.TableRepaired.class)).as("false alarms").isEmpty();
  }

  private void befall(int what) {
    switch (what) {
      case 0 -> site.link.cut();
      case 1 -> site.link.reset();
      case 2 -> site.link.halfOpen();
      case 3 -> site.link.slow(50_000);
      case 4, 5, 6, 7 -> site.link.heal();
      default -> {
        // As it was.
      }
    }
  }

  private List<Row> changes(int day) {
    List<Row> rows = new ArrayList<>();
    for (int key : random.ints(1 + random.nextInt(30), 1, KEYS).distinct().toArray()) {
      rows.add(
          random.nextInt(10) == 0
              ? Sample.dead(Sample.ORG, key, day)
              : Sample.live(Sample.ORG, key, day, "notes", "day " + day));
      rows.add(Sample.word("word " + key, "day " + day));
    }
    return rows;
  }
}
