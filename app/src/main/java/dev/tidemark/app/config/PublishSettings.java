package dev.tidemark.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How snapshots are published. */
public final class PublishSettings {

  public static final Setting<Duration> QUIET_PERIOD =
      Setting.live(
          "publish.quiet-period",
          "500ms",
          "how long nothing has to change before a snapshot is built; no more than"
              + " publish.max-delay",
          Values::duration);

  public static final Setting<Duration> MAX_DELAY =
      Setting.live(
          "publish.max-delay",
          "10s",
          "how long a change waits for its snapshot at most, though others follow",
          Values::someTime);

  public static final Setting<Duration> RECONCILE_EVERY =
      Setting.live(
          "publish.reconcile-every",
          "10m",
          "how often targets are asked whether they still have what they said",
          Values.atLeast("1s"));

  public static final Setting<Duration> TIMEOUT =
      Setting.live(
          "publish.timeout", "6h", "how long a push to one target may take", Values::someTime);

  public static final Setting<Integer> KEEP =
      Setting.of(
          "publish.keep",
          "3",
          "how many generations of each snapshot stay in the data directory",
          Values::someNumber);

  public static final Setting<Path> SIGNING_KEY =
      Setting.optional(
          "publish.signing-key",
          "PEM file with the Ed25519 key that snapshots are signed with",
          Values::path);

  public static final Setting<Boolean> V1_GZIP =
      Setting.of(
          "publish.v1-gzip",
          "false",
          "whether files to targets of the older protocol are packed with gzip",
          Values::flag);

  static final List<Setting<?>> ALL =
      List.of(QUIET_PERIOD, MAX_DELAY, RECONCILE_EVERY, TIMEOUT, KEEP, SIGNING_KEY, V1_GZIP);

  private PublishSettings() {}
}
