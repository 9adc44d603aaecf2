/**
 * The ports of rollups: one database that holds the source of some and what they add up to.
 *
 * <p>Start at {@link dev.tidemark.core.rollup.spi.RollupStore}. Interfaces and records only.
 */
@NullMarked
package dev.tidemark.core.rollup.spi;

import org.jspecify.annotations.NullMarked;
