package dev.tidemark.core.rollup;

import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import java.util.List;
import java.util.stream.Stream;

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

  /**
   * Those of these rollups that keep what is forgotten of the feed, as followers of it: what they
   * have not taken in yet is not to be forgotten, and nothing before they are complete.
   */
  public static Followers followers(Rollups rollups) {
    return () -> rollups.all().stream().flatMap(ChangesRollup::follower).toList();
  }

  private static Stream<Follower> follower(Rollup rollup) {
    RollupDefinition definition = rollup.plan().definition();
    if (!definition.source().equals(FEED.name()) || !definition.archives()) {
      return Stream.empty();
    }
    rollup.prepare(); // who has lost its triggers would not keep what is forgotten
    RollupStanding standing = rollup.standing();
    boolean isSequence = definition.changes() instanceof Changes.BySequence;
    if (standing.isComplete() && !isSequence) {
      return Stream.empty();
    }
    long position = standing.isComplete() ? standing.watermark().sequence().orElse(0) : 0;
    return Stream.of(new Follower("rollup " + rollup.name(), new Position(position), true));
  }
}
