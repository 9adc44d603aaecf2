package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.spi.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How delivery to one target stands, as it is stored.
 *
 * @param place where the target is, and by which protocol: what is there says nothing of another
 */
record DeliveryRow(
    String snapshot,
    String target,
    String place,
    Optional<String> wanted,
    Optional<String> acknowledged,
    Optional<String> acknowledgedIdentity,
    long attempts,
    Optional<Instant> triedAt,
    Optional<Instant> acknowledgedAt,
    Optional<Instant> nextTry,
    Optional<String> verdict,
    Optional<String> error,
    Optional<String> way,
    Optional<Long> bytes,
    Optional<Long> millis) {

  static DeliveryRow blank(Target target) {
    return new DeliveryRow(
        target.snapshot(),
        target.name(),
        place(target),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String place(Target target) {
    return target.strategy().word() + " " + target.endpoint();
  }

  boolean isOf(Target target) {
    return place.equals(place(target));
  }

  boolean wants(SnapshotVersion version) {
    return wanted.filter(version.toString()::equals).isPresent();
  }

  /** Whether the target has said that it has this. */
  boolean has(SnapshotManifest manifest) {
    return acknowledged.filter(manifest.version().toString()::equals).isPresent()
        && acknowledgedIdentity.filter(manifest.identity()::equals).isPresent();
  }

  /** Whether the target has said that it has this content, whatever its version is by now. */
  boolean hasContent(SnapshotManifest manifest) {
    return acknowledgedIdentity.filter(manifest.identity()::equals).isPresent();
  }

  DeliveryRow wanting(SnapshotVersion version) {
    return new DeliveryRow(
        snapshot,
        target,
        place,
        Optional.of(version.toString()),
        acknowledged,
        acknowledgedIdentity,
        attempts,
        triedAt,
        acknowledgedAt,
        nextTry,
        verdict,
        error,
        way,
        bytes,
        millis);
  }

  DeliveryRow ended(Delivery delivery, Duration took, Instant now) {
    return new DeliveryRow(
        snapshot,
        target,
        place,
        wanted,
        acknowledged,
        acknowledgedIdentity,
        0,
        Optional.of(now),
        acknowledgedAt,
        Optional.empty(),
        Optional.of(delivery.verdict().toString()),
        Optional.empty(),
        Optional.of(delivery.way().name()),
        Optional.of(delivery.bytes()),
        Optional.of(took.toMillis()));
  }

  DeliveryRow acknowledging(SnapshotManifest manifest) {
    return new DeliveryRow(
        snapshot,
        target,
        place,
        wanted,
        Optional.of(manifest.version().toString()),
        Optional.of(manifest.identity()),
        attempts,
        triedAt,
        triedAt,
        nextTry,
        verdict,
        error,
        way,
        bytes,
        millis);
  }

  DeliveryRow failing(DeliveryBook.Attempt failed, Instant now) {
    return new DeliveryRow(
        snapshot,
        target,
        place,
        wanted,
        acknowledged,
        acknowledgedIdentity,
        failed.attempts(),
        Optional.of(now),
        acknowledgedAt,
        failed.next().map(now::plus),
        verdict,
        Optional.of(failed.error()),
        way,
        bytes,
        millis);
  }

  TargetStanding standing(Target of, boolean pushing) {
    return new TargetStanding(
        of,
        wanted.map(SnapshotVersion::parse),
        acknowledged.map(
            version ->
                new TargetStanding.Acknowledged(
                    SnapshotVersion.parse(version),
                    acknowledgedIdentity.orElseThrow(),
                    acknowledgedAt.orElseThrow())),
        (int) attempts,
        triedAt,
        nextTry.filter(at -> Couriers.isPushedTo(of)),
        error,
        verdict.map(
            said ->
                new TargetStanding.Last(
                    said,
                    Delivery.Way.valueOf(way.orElseThrow()),
                    bytes.orElseThrow(),
                    Duration.ofMillis(millis.orElseThrow()))),
        pushing);
  }
}
