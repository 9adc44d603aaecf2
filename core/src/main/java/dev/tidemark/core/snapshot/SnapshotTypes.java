package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import java.util.List;

/**
 * What publishing keeps in the state of an application. Who the targets are, and which version was
 * the last, is strong; how delivery stands is weak: a target says what it has when it is asked.
 */
public final class SnapshotTypes {

  static final EntityType TARGET =
      EntityType.named("snapshot_target")
          .key("snapshot", "target")
          .text("snapshot", "target", "strategy", "endpoint")
          .bool("enabled")
          .build();

  static final EntityType PUBLICATION =
      EntityType.named("snapshot_publication")
          .key("snapshot")
          .text("snapshot")
          .integer("epoch", "sequence")
          .build();

  static final EntityType DELIVERY =
      EntityType.named("snapshot_delivery")
          .key("snapshot", "target")
          .text("snapshot", "target", "place", "wanted", "acknowledged", "acknowledged_identity")
          .integer("attempts")
          .instant("tried_at", Precision.MILLIS)
          .instant("acknowledged_at", Precision.MILLIS)
          .instant("next_try", Precision.MILLIS)
          .text("verdict", "error", "way")
          .integer("bytes", "millis")
          .nullable(
              "wanted",
              "acknowledged",
              "acknowledged_identity",
              "tried_at",
              "acknowledged_at",
              "next_try",
              "verdict",
              "error",
              "way",
              "bytes",
              "millis")
          .build();

  private SnapshotTypes() {}

  /** What belongs into the strong tier of an application that publishes. */
  public static List<EntityType> strongTypes() {
    return List.of(TARGET, PUBLICATION);
  }

  /** What belongs into the weak tier of an application that publishes. */
  public static List<EntityType> weakTypes() {
    return List.of(DELIVERY);
  }
}
