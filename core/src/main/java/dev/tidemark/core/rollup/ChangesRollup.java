package dev.tidemark.core.rollup;

import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import java.util.List;

/**
 * Applied changes per hour, entity type and kind. Its source is the change feed itself, as the
 * replica's store has it; what is forgotten of that stays in the sums.
 */
public final class ChangesRollup {

  private static final long AT_ONCE = 500_000;

  /** The feed as rows: one for each change. */
  public static final EntityType FEED =
      EntityType.named("_change")
          .key("position")
          .integer("position")
          .text("type", "key", "kind")
          .integer("cycle")
          .instant("at", Precision.MILLIS)
          .build();

  private ChangesRollup() {}

  public static RollupPlan plan() {
    return RollupPlan.of(
        RollupDefinition.named("changes")
            .of(FEED.name(), "at")
            .changed(new Changes.BySequence("position", AT_ONCE))
            .archiving()
            .key("type", "type")
            .key("kind", "kind")
            .count("changes")
            .build(),
        List.of(FEED));
  }

  /** As one who follows the feed: what it has not taken in yet is not to be forgotten. */
  public static Follower follower(Rollup changes) {
    RollupStanding standing = changes.standing();
    long position = standing.isComplete() ? standing.watermark().sequence().orElse(0) : 0;
    return new Follower("rollup " + changes.name(), new Position(position));
  }
}
