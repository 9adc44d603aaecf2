package dev.tidemark.core.sync.spi;

import java.time.Instant;

/**
 * How far one entity type has been followed.
 *
 * @param followedTo the newest version of a row that came in a list or window of the type
 * @param complete whether the stored rows hold all that the schema asks for; not so after the
 *     schema gained a field, until the next whole list
 */
public record Cursor(Instant followedTo, boolean complete) {}
