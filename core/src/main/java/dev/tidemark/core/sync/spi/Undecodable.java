package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.Optional;

/**
 * A row of an answer that is no row of its entity type.
 *
 * @param key its key, if that much could be read
 * @param reason what was expected and what was found, by field
 * @param json the row as it came, as compact JSON
 */
public record Undecodable(EntityType type, Optional<RowKey> key, String reason, String json) {}
