package dev.tidemark.core.state;

import java.time.Instant;

/**
 * A value of the strong tier.
 *
 * @param version 1 when it was inserted, and one more with each update
 * @param createdAt when it was inserted, to the millisecond
 * @param updatedAt when it was written last, to the millisecond
 */
public record Versioned<V>(V value, long version, Instant createdAt, Instant updatedAt) {}
