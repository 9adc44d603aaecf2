package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a backfill did.
 *
 * @param copied rows that were copied into tables that had none, by entity type; none for 0
 * @param repaired what was done to tables that had rows and were doubted
 * @param followed changes of the feed that were applied
 * @param failed why a table could not be brought up to date, by entity type; the others are
 * @param position where the mirror is now
 */
public record Backfilled(
    Map<EntityType, Long> copied,
    List<Repaired> repaired,
    long followed,
    Map<EntityType, String> failed,
    Position position,
    Duration took) {

  public Backfilled {
    copied = Map.copyOf(copied);
    repaired = List.copyOf(repaired);
    failed = Map.copyOf(failed);
  }

  public long rows() {
    return copied.values().stream().mapToLong(Long::longValue).sum();
  }
}
