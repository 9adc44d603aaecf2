package dev.tidemark.core.sync;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One cycle as it sets out: what it is, whom it asks, and how far each type was followed before.
 */
record Cycle(
    long number,
    Mode mode,
    boolean trusting,
    Instant startedAt,
    Identity identity,
    Map<EntityType, Cursor> cursors) {

  Optional<Cursor> cursor(EntityType type) {
    return Optional.ofNullable(cursors.get(type));
  }
}
