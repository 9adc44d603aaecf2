package dev.tidemark.core.snapshot;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.time.Duration;

/** What happens to snapshots. */
public sealed interface SnapshotEvent extends Event {

  /** Name of the specification; empty where none was said. */
  String snapshot();

  /** A build ended; the content may be that of the one before. */
  record BuildEnded(String snapshot, Built built, Duration took) implements SnapshotEvent {}

  /**
   * A build failed.
   *
   * @param next how long until it is tried again
   */
  record BuildFailed(String snapshot, Throwable cause, Duration next) implements SnapshotEvent {}

  /** Who the targets are could not be read; told once until it could. */
  record TargetsUnreadable(String snapshot, Throwable cause) implements SnapshotEvent {}

  /**
   * How delivery stands could not be read or written down; told once until it could. What is pushed
   * is pushed nevertheless.
   */
  record DeliveryUnknown(String snapshot, Throwable cause) implements SnapshotEvent {}

  /** A push began. */
  record PushBegan(String snapshot, String target, SnapshotVersion version, long size)
      implements SnapshotEvent {}

  /**
   * A push goes on.
   *
   * @param bytes of payload that have gone out so far
   */
  record PushGoesOn(String snapshot, String target, long bytes) implements SnapshotEvent {}

  /** A target has said what became of a snapshot; no good verdict is among them, too. */
  record PushEnded(
      String snapshot, String target, SnapshotVersion version, Delivery delivery, Duration took)
      implements SnapshotEvent {}

  /**
   * A push came to no verdict.
   *
   * @param attempts how many in a row have failed
   * @param next how long until it is tried again; zero for one by hand, which is not
   */
  record PushFailed(String snapshot, String target, Throwable cause, int attempts, Duration next)
      implements SnapshotEvent {}

  /** A snapshot was offered or sent here, and this was said of it. */
  record Received(
      String snapshot,
      SnapshotVersion version,
      String peer,
      Verdict verdict,
      long bytes,
      Duration took)
      implements SnapshotEvent {}

  /**
   * Something broke here while a snapshot was looked at or taken. It is told before the {@link
   * Received} whose verdict it leads to, which keeps from the peer what broke.
   */
  record TakingFailed(String snapshot, SnapshotVersion version, String peer, Throwable cause)
      implements SnapshotEvent {}

  /** Something came that is no offer. */
  record Refused(String snapshot, String peer, Verdict verdict) implements SnapshotEvent {}

  /** Another snapshot is served from now on: a newer one, or an older one after a roll back. */
  record Installed(String snapshot, SnapshotVersion version, boolean rolledBack)
      implements SnapshotEvent {}
}
