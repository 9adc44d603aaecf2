package dev.tidemark.core.state.spi;

import dev.tidemark.core.schema.Row;
import java.time.Instant;

/**
 * A row of the strong tier.
 *
 * @param version 1 when it was inserted, and one more with each update
 * @param createdAt when it was inserted, to the millisecond
 * @param updatedAt when it was written last, to the millisecond
 */
public record StoredRow(Row row, long version, Instant createdAt, Instant updatedAt) {}
