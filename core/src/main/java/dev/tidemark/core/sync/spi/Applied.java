package dev.tidemark.core.sync.spi;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import java.util.Map;

/**
 * What an apply did.
 *
 * @param position the end of the change feed, in the applied transaction
 * @param tallies for every entity type of the schema
 */
public record Applied(Position position, Map<EntityType, Tally> tallies) {
  public Applied {
    tallies = Map.copyOf(tallies);
  }
}
