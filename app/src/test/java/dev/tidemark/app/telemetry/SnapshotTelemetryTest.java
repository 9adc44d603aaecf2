package dev.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.testkit.fake.InMemorySnapshotStore;
import dev.tidemark.testkit.fake.SnapshotDisk;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of snapshots. */
final class SnapshotTelemetryTest {

  private static final String OF = " snapshot=public";
  private static final String TO = OF + " target=edge-1";
  private static final SnapshotVersion VERSION = new SnapshotVersion(7, 3);
  private static final Duration TOOK = Duration.ofMillis(5);

  private final LogLines lines = new LogLines("tidemark.snapshot");
  private final SnapshotLog log = new SnapshotLog(lines.logger);

  @Test
  void log_builds_areToldWhenTheyAreNew() {
    log.on(built(Built.Way.FULL));
    log.on(built(Built.Way.UNCHANGED));

    assertThat(lines.told())
        .containsExactly(
            "INFO snapshot built" + OF + " version=7-3 way=full bytes=100 millis=5",
            "DEBUG snapshot is as it was" + OF + " version=7-3 millis=5");
  }

  @Test
  void log_failure_isToldOnceUntilItIsAnotherOrOver() {
    String line =
        "target was not reached, which is tried again"
            + TO
            + " attempts=1 next_seconds=4 code=TARGET_UNAVAILABLE reason=nobody listens";
    log.on(failed("nobody listens"));
    log.on(failed("nobody listens"));
    assertThat(lines.told()).containsExactly("WARN " + line, "DEBUG " + line);

    log.on(pushed(Code.ACCEPTED));
    log.on(failed("nobody listens"));
    assertThat(lines.told())
        .containsExactly(
            "INFO target has the snapshot" + TO + " version=7-3 way=whole bytes=90 millis=5",
            "WARN " + line);
  }

  @Test
  void log_rejection_isAWarningOnce() {
    log.on(pushed(Code.REJECTED_OLD));
    log.on(pushed(Code.REJECTED_OLD));
    log.on(pushed(Code.ALREADY_HAVE));

    String line = "target refuses the snapshot" + TO + " version=7-3 verdict=REJECTED_OLD";
    assertThat(lines.told())
        .containsExactly(
            "WARN " + line,
            "DEBUG " + line,
            "DEBUG target had the snapshot" + TO + " version=7-3 way=whole bytes=90 millis=5");
  }

  @Test
  void log_progress_isNowhere() {
    log.on(new SnapshotEvent.PushGoesOn("public", "edge-1", 50));

    assertThat(lines.told()).isEmpty();
  }

  @Test
  void log_whatComesIn_isToldByItsVerdict() {
    log.on(received(Code.ACCEPTED));
    log.on(received(Code.REJECTED_AUTH));
    log.on(new SnapshotEvent.Installed("public", VERSION, false));
    log.on(new SnapshotEvent.Installed("public", VERSION, true));
    log.on(new SnapshotEvent.Refused("", "anonymous", Verdict.of(Code.REJECTED_PROTOCOL)));
    log.on(new SnapshotEvent.Refused("", "anonymous", Verdict.of(Code.REJECTED_PROTOCOL)));

    String peer = OF + " peer=origin version=7-3 bytes=90 millis=5";
    String rest =
        "something came that is no snapshot snapshot= peer=anonymous verdict=REJECTED_PROTOCOL";
    assertThat(lines.told())
        .containsExactly(
            "INFO snapshot taken" + peer,
            "WARN snapshot refused" + peer + " verdict=REJECTED_AUTH",
            "INFO snapshot is served" + OF + " version=7-3",
            "WARN an older snapshot is served again" + OF + " version=7-3",
            "WARN " + rest,
            "DEBUG " + rest);
  }

  @Test
  void log_whatBreaksHere_isToldWithItsReason() {
    log.on(
        new SnapshotEvent.TakingFailed(
            "public", VERSION, "origin", StorageException.ofDisk("receive 7-3: no room", null)));

    assertThat(lines.told())
        .singleElement()
        .asString()
        .contains("snapshot could not be taken" + OF + " peer=origin version=7-3 code=STORAGE")
        .contains("receive 7-3: no room");
  }

  @Test
  void log_whatKeepsItFromBuilding_isTold() {
    log.on(
        new SnapshotEvent.BuildFailed(
            "public", new StorageException("disk full", false), Duration.ofSeconds(4)));
    log.on(new SnapshotEvent.TargetsUnreadable("public", new StorageException("locked", true)));

    assertThat(lines.told())
        .containsExactly(
            "ERROR snapshot could not be built, which is tried again"
                + OF
                + " next_seconds=4 code=STORAGE reason=disk full",
            "WARN targets cannot be read, those that were known stay"
                + OF
                + " code=STORAGE reason=locked");
  }

  @Test
  void log_deliveryThatIsUnknown_isAWarning() {
    log.on(new SnapshotEvent.DeliveryUnknown("public", new StorageException("disk full", false)));

    assertThat(lines.told())
        .containsExactly(
            "WARN how delivery stands cannot be read or written, pushes go on"
                + OF
                + " code=STORAGE reason=disk full");
  }

  @Test
  void meters_events_areCountedByWhatCameOfThem() {
    Library library = new Library();
    Telemetry telemetry = observed(library);
    tell(telemetry, built(Built.Way.FORWARD));
    tell(telemetry, pushed(Code.ACCEPTED));
    tell(telemetry, pushed(Code.REJECTED_OLD));
    tell(telemetry, failed("nobody listens"));

    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_snapshot_builds_total{snapshot=\"public\",way=\"forward\"} 1.0",
            "tidemark_snapshot_build_duration_seconds_count{snapshot=\"public\"} 1",
            pushes("accepted", 1),
            pushes("already_have", 0),
            pushes("rejected", 1),
            pushes("failed", 1),
            "tidemark_snapshot_push_bytes_total{snapshot=\"public\",target=\"edge-1\",way=\"whole\"} 180.0");
  }

  private static String pushes(String result, int count) {
    return "tidemark_snapshot_pushes_total{result=\"%s\",snapshot=\"public\",target=\"edge-1\"} %d.0"
        .formatted(result, count);
  }

  @Test
  void gauges_standing_isWhatTheTargetHasSaid() {
    Library library = new Library();
    Telemetry telemetry = observed(library);
    library.publisher.publishOnce("public");
    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_snapshot_size_bytes{snapshot=\"public\"} 6.0",
            "tidemark_snapshot_current{snapshot=\"public\",target=\"edge-1\"} 0.0",
            "tidemark_snapshot_failing{snapshot=\"public\",target=\"edge-1\"} 1.0");

    library
        .network
        .transport("edge-1", "memory:1")
        .listen(
            Subscriber.of(
                SubscriberPolicy.taking("public"),
                new InMemorySnapshotStore(new SnapshotDisk()),
                library.clock,
                Listener.NONE));
    library.publisher.publishOnce("public");
    library.clock.advance(Duration.ofSeconds(30));
    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_snapshot_age_seconds{snapshot=\"public\"} 30.0",
            "tidemark_snapshot_current{snapshot=\"public\",target=\"edge-1\"} 1.0",
            "tidemark_snapshot_failing{snapshot=\"public\",target=\"edge-1\"} 0.0");
  }

  @Test
  void meters_targetThatWasRemoved_goWithIt() {
    Library library = new Library();
    Telemetry telemetry = observed(library);
    tell(telemetry, pushed(Code.ACCEPTED));
    tell(
        telemetry,
        new SnapshotEvent.PushFailed(
            "public",
            "edge-removed",
            new TargetUnavailableException("nobody listens", null),
            1,
            Duration.ZERO));

    assertThat(telemetry.scrape()).contains(pushes("accepted", 1)).doesNotContain("edge-removed");
  }

  private static Telemetry observed(Library library) {
    Telemetry telemetry = Telemetry.of(library.schema, library.clock, Map.of());
    telemetry.observe(library.observed(Leadership.always()));
    return telemetry;
  }

  private static void tell(Telemetry telemetry, Event event) {
    telemetry.listener().on(event);
  }

  private static SnapshotEvent built(Built.Way way) {
    SnapshotManifest manifest =
        new SnapshotManifest("public", VERSION, Library.NOW, 100, "0".repeat(64), Optional.empty());
    return new SnapshotEvent.BuildEnded("public", new Built(manifest, way, 1), TOOK);
  }

  private static SnapshotEvent pushed(Code code) {
    return new SnapshotEvent.PushEnded(
        "public", "edge-1", VERSION, new Delivery(Verdict.of(code), Delivery.Way.WHOLE, 90), TOOK);
  }

  private static SnapshotEvent failed(String reason) {
    return new SnapshotEvent.PushFailed(
        "public", "edge-1", new TargetUnavailableException(reason, null), 1, Duration.ofSeconds(4));
  }

  private static SnapshotEvent received(Code code) {
    return new SnapshotEvent.Received("public", VERSION, "origin", Verdict.of(code), 90, TOOK);
  }
}
