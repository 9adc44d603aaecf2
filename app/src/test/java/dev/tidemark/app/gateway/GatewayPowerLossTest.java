package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.app.gateway.ChildMain.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files as they are at some instant of a process that writes, without what is only in its
 * memory and in that which it shares with others. What the operating system holds back from the
 * disk is not lost here; that nothing is held back follows from how the file is opened, which the
 * adapter's tests show.
 */
@Timeout(300)
final class GatewayPowerLossTest {

  @TempDir Path directory;

  @Test
  void powerLoss_atAFewInstants_keepsEveryAcknowledgedRow() throws Exception {
    lose(6);
  }

  @Test
  @Tag("proof")
  void powerLoss_atManyInstants_keepsEveryAcknowledgedRow() throws Exception {
    lose(60);
  }

  private void lose(int instants) throws Exception {
    Random random = new Random(5);
    Path live = directory.resolve("live");
    Set<String> acknowledged = new HashSet<>();
    try (Child child = Child.start(Part.WRITE_STRONG, live)) {
      acknowledged.add(awaitWritten(child));
      for (int instant = 0; instant < instants; instant++) {
        acknowledged.add(awaitWritten(child));
        assertThat(new CountDownLatch(1).await(random.nextInt(150), TimeUnit.MILLISECONDS))
            .isFalse();
        acknowledged.addAll(child.drain());
        child.suspend();
        Path copy = Files.createDirectories(directory.resolve("copy-" + instant));
        copy(live, copy);
        assertHolds(copy, acknowledged);
        child.resume();
      }
      await("more").atMost(Duration.ofSeconds(60)).until(() -> child.drain().size() > 0);
    }
    assertThat(acknowledged).hasSizeGreaterThan(instants);
  }

  /** However long the disk takes for one. */
  private static String awaitWritten(Child child) throws InterruptedException {
    return "written " + child.await("written");
  }

  /** Without the index of the log, which is memory that processes share. */
  private static void copy(Path from, Path to) throws IOException {
    for (String name : List.of("state.db", "state.db-wal")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  private static void assertHolds(Path copy, Set<String> acknowledged) throws Exception {
    try (Gateway gateway = Gateway.open(copy)) {
      Set<String> lost = new HashSet<>(acknowledged);
      gateway.platforms.list().forEach(each -> lost.remove("written " + each.value().id()));
      assertThat(lost).as("acknowledged, but not there").isEmpty();
      gateway.platforms.save(Platform.of("next", "next"));
    }
    assertThat(RawFile.state(copy).query("PRAGMA quick_check")).containsExactly("ok");
  }
}
