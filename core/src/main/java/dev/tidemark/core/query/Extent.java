package dev.tidemark.core.query;

import java.time.Instant;
import java.util.Optional;

/**
 * What can be seen of the rows of one type at a glance.
 *
 * @param newest the newest version of a row; empty without rows, or for a type without versions
 */
public record Extent(long rows, Optional<Instant> newest) {}
