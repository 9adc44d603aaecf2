package dev.tidemark.core.snapshot;

import java.time.Instant;

/**
 * What a new snapshot is called.
 *
 * @param built when, to the millisecond
 */
public record Stamp(SnapshotVersion version, Instant built) {}
