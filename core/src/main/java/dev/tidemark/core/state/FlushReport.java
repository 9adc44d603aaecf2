package dev.tidemark.core.state;

import java.time.Instant;

/**
 * What a flush wrote.
 *
 * @param number grows with each flush that is tried, over restarts too
 * @param at when it began
 * @param upserts rows written
 * @param deletes rows removed
 * @param left keys whose values could not be turned into rows; they stay dirty
 */
public record FlushReport(long number, Instant at, long upserts, long deletes, long left) {}
