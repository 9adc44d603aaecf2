/**
 * Proofs of the engine that keeps rollups, with everything around it in the hands of a test.
 *
 * <p>Start at {@link dev.tidemark.testkit.rollup.RollupBench}. No database here: that a store does
 * what the port says is the contract's.
 */
@NullMarked
package dev.tidemark.testkit.rollup;

import org.jspecify.annotations.NullMarked;
