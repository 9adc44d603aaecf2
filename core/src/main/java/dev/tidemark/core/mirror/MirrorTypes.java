package dev.tidemark.core.mirror;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import java.util.List;

/**
 * What mirrors keep in the state of an application. How a mirror stands, what was verified, and
 * what a database refuses, is strong: whoever looks from another process sees it. How far it is is
 * weak: that changes with every batch, and is known anew within seconds.
 */
public final class MirrorTypes {

  static final EntityType TABLE =
      EntityType.named("mirror_table")
          .key("mirror", "type")
          .text("mirror", "type")
          .instant("verified_at", Precision.MILLIS)
          .integer("rows")
          .text("digest")
          .instant("failed_at", Precision.MILLIS)
          .text("failure")
          .nullable("verified_at", "rows", "digest", "failed_at", "failure")
          .build();

  static final EntityType REFUSED_ROW =
      EntityType.named("mirror_refused_row")
          .key("mirror", "type", "key")
          .text("mirror", "type", "key", "reason")
          .instant("since", Precision.MILLIS)
          .build();

  static final EntityType STANDING =
      EntityType.named("mirror_standing")
          .key("mirror")
          .text("mirror", "state", "degraded", "reason")
          .instant("since", Precision.MILLIS)
          .instant("next_try", Precision.MILLIS)
          .instant("told_at", Precision.MILLIS)
          .nullable("next_try")
          .build();

  static final EntityType POSITION =
      EntityType.named("mirror_position").key("mirror").text("mirror").integer("position").build();

  private MirrorTypes() {}

  /** What belongs into the strong tier of an application with mirrors. */
  public static List<EntityType> strongTypes() {
    return List.of(TABLE, REFUSED_ROW, STANDING);
  }

  /** What belongs into the weak tier of an application with mirrors. */
  public static List<EntityType> weakTypes() {
    return List.of(POSITION);
  }
}
