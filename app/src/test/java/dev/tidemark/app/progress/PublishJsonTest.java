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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PublishJsonTest {

  private static final SnapshotVersion VERSION = new SnapshotVersion(7, 3);

  private final StringWriter written = new StringWriter();
  private final PublishJson json =
      new PublishJson(
          new PrintWriter(written),
          Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC));

  @Test
  void on_whatEnded_isALineEach() {
    SnapshotManifest manifest =
        new SnapshotManifest(
            "public", VERSION, Instant.EPOCH, 100, "0".repeat(64), Optional.empty());
    json.on(
        new SnapshotEvent.BuildEnded(
            "public", new Built(manifest, Built.Way.FULL, 1), Duration.ofMillis(5)));
    json.on(new SnapshotEvent.PushBegan("public", "edge-1", VERSION, 100));
    json.on(
        new SnapshotEvent.PushEnded(
            "public",
            "edge-1",
            VERSION,
            new Delivery(Verdict.of(Verdict.Code.ACCEPTED), Delivery.Way.WHOLE, 90),
            Duration.ofMillis(6)));
    json.on(
        new SnapshotEvent.PushFailed(
            "public",
            "edge-1",
            new TargetUnavailableException("nobody\nlistens", null),
            2,
            Duration.ofSeconds(4)));

    assertThat(written.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("{\"at\":\"2026-12-01T00:00:00Z\",\"snapshot\":\"public\"")
                    .contains("\"event\":\"built\"", "\"version\":\"7-3\"", "\"way\":\"full\""),
            line ->
                assertThat(line)
                    .contains("\"event\":\"pushed\"", "\"delivered\":true", "\"bytes\":90"),
            line ->
                assertThat(line)
                    .contains("\"event\":\"push_failed\"", "\"attempts\":2", "TARGET_UNAVAILABLE"));
  }

  @Test
  void on_whatTheStateDoesNotTell_isALineEach() {
    json.on(new SnapshotEvent.TargetsUnreadable("", new StorageException("locked", true)));
    json.on(new SnapshotEvent.DeliveryUnknown("public", new StorageException("disk full", false)));

    assertThat(written.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"event\":\"targets_unreadable\"", "locked"),
            line ->
                assertThat(line)
                    .contains("\"snapshot\":\"public\"", "\"event\":\"delivery_unknown\"")
                    .contains("\"code\":\"STORAGE\"", "\"error\":\"disk full\""));
  }
}
