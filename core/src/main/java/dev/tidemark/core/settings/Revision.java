package dev.tidemark.core.settings;

import java.time.Instant;

/**
 * One version of the settings.
 *
 * @param version 1 for the first, and one more with each change
 * @param document JSON, as it was put
 * @param at when it was put, to the millisecond
 * @param note why, in the words of who put it
 */
public record Revision(long version, String document, Instant at, String note) {}
