/**
 * Rollups: aggregates per hour or day that always come to equal what their source says.
 *
 * <p>Start at {@link dev.tidemark.core.rollup.RollupDefinition}, which says what is added up, and
 * {@link dev.tidemark.core.rollup.Rollups}, which keeps it so. Buckets are recomputed from the
 * source and replaced, never added to. What computes them is behind {@link
 * dev.tidemark.core.rollup.spi.RollupStore}; no SQL belongs here, and nothing about what is added
 * up.
 */
@NullMarked
package dev.tidemark.core.rollup;

import org.jspecify.annotations.NullMarked;
