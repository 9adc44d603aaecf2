package dev.tidemark.core.sync;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Instant;
import java.util.Map;

/** One cycle as it sets out: what it is, and how far each type was followed before. */
record Cycle(long number, Mode mode, Instant startedAt, Map<EntityType, Cursor> cursors) {}
