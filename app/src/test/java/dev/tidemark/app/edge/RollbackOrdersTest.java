package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RollbackOrdersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path data;

  private RollbackOrders orders() {
    return new RollbackOrders(data, RollbackOrdersTest::followed);
  }

  private static SignedManifest followed(String snapshot) {
    if (snapshot.equals("broken")) {
      throw new IllegalStateException("a bug");
    }
    return SignedManifest.unsigned(
        new SnapshotManifest(
            snapshot,
            new SnapshotVersion(7, 3),
            Instant.EPOCH,
            100,
            "0".repeat(64),
            Optional.empty()));
  }

  @Test
  void order_ofARunningEdge_isAnswered() {
    try (RollbackOrders orders = orders()) {
      orders.start();

      assertThat(new RollbackOrder(data, "public").give(PATIENCE)).isEqualTo("7-3");
    }
  }

  @Test
  void order_thatMeetsABug_isRefusedAndTheNextOneFollowed() {
    try (RollbackOrders orders = orders()) {
      orders.start();

      assertThatThrownBy(() -> new RollbackOrder(data, "broken").give(PATIENCE))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("a bug");
      assertThat(new RollbackOrder(data, "public").give(PATIENCE)).isEqualTo("7-3");
    }
  }

  @Test
  void order_beforeTheStart_isRefusedAndNotFollowed() throws IOException {
    OrderFiles files = new OrderFiles(data);
    files.put("early", "public");
    try (RollbackOrders orders = orders()) {
      orders.start();

      assertThatThrownBy(() -> files.takeAnswer("early").orElseThrow().served())
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("the edge was only starting, nothing was changed");
    }
  }

  @Test
  void start_whatIsLeftOfAnotherProcess_isGone() throws IOException {
    OrderFiles files = new OrderFiles(data);
    files.put("a", "public");
    assertThat(files.take()).hasSize(1);
    files.answer("b", "served 7-2");
    Files.writeString(files.directory().resolve("c.taken"), "public");
    try (RollbackOrders orders = orders()) {
      orders.start();

      await().atMost(PATIENCE).until(() -> isEmpty(files.directory()));
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  @Test
  void order_nobodyTakes_isWithdrawn() throws IOException {
    assertThatThrownBy(() -> new RollbackOrder(data, "public").give(Duration.ofMillis(60)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Nothing was changed");
    assertThat(isEmpty(new OrderFiles(data).directory())).isTrue();
  }
}
