package dev.tidemark.core.mirror.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * What can be seen of a table at a glance.
 *
 * @param newest the newest version of a row, cut to the microsecond; empty for a table without
 *     rows, or a type without versions
 */
public record Hint(long count, Optional<Instant> newest) {}
