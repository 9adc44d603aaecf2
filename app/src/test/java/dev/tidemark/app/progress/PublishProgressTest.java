package dev.tidemark.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PublishProgressTest {

  private static final SnapshotVersion VERSION = new SnapshotVersion(7, 3);
  private static final Duration TOOK = Duration.ofMillis(1_200);

  private final StringWriter err = new StringWriter();

  @Test
  void pipe_hasALineForWhatHasEnded() {
    tell(new PublishProgress(new PrintWriter(err), false));

    assertThat(err.toString().lines())
        .containsExactly(
            "public 7-3 built 94.4 MB 1.2 s",
            "public 7-3 to edge-1 delta 1.0 MB 1.2 s  ACCEPTED",
            "edge-2: nobody listens");
  }

  @Test
  void pipe_hasALineForWhatTheStateDoesNotTell() {
    PublishProgress progress = new PublishProgress(new PrintWriter(err), false);
    progress.on(new SnapshotEvent.TargetsUnreadable("", new StorageException("locked", true)));
    progress.on(new SnapshotEvent.DeliveryUnknown("public", new StorageException("full", false)));

    assertThat(err.toString().lines())
        .containsExactly(
            "targets cannot be read: locked",
            "public: how delivery stands cannot be read or written: full");
  }

  @Test
  void terminal_hasOneBarForAllPushes() {
    try (PublishProgress progress = new PublishProgress(new PrintWriter(err), true)) {
      tell(progress);
    }

    assertThat(err.toString())
        .contains("push to 2 targets")
        .contains("push to 1 target ")
        .contains("ACCEPTED");
    assertThat(err.toString().strip()).endsWith("edge-2: nobody listens");
  }

  @Test
  void bar_showsBytesAndSpeed() {
    assertThat(
            BytesRenderer.render(
                "push to 1 target", 50_000_000, 100_000_000, Duration.ofSeconds(2), 10))
        .isEqualTo("push to 1 target   50.0 MB of 100.0 MB [##########----------] 25.0 MB/s");
  }

  private static void tell(PublishProgress progress) {
    SnapshotManifest manifest =
        new SnapshotManifest(
            "public", VERSION, Instant.EPOCH, 94_400_000, "0".repeat(64), Optional.empty());
    progress.on(
        new SnapshotEvent.BuildEnded("public", new Built(manifest, Built.Way.FORWARD, 5), TOOK));
    progress.on(new SnapshotEvent.PushBegan("public", "edge-1", VERSION, 94_400_000));
    progress.on(new SnapshotEvent.PushBegan("public", "edge-2", VERSION, 94_400_000));
    progress.on(new SnapshotEvent.PushGoesOn("public", "edge-1", 500_000));
    progress.on(
        new SnapshotEvent.PushEnded(
            "public",
            "edge-1",
            VERSION,
            new Delivery(Verdict.of(Verdict.Code.ACCEPTED), Delivery.Way.DELTA, 1_000_000),
            TOOK));
    progress.on(
        new SnapshotEvent.PushFailed(
            "public",
            "edge-2",
            new TargetUnavailableException("nobody listens", null),
            1,
            Duration.ofSeconds(1)));
  }
}
