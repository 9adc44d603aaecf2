/**
 * Proofs of the engine that keeps mirrors, with everything around it in the hands of a test.
 *
 * <p>Start at {@link dev.tidemark.testkit.mirror.MirrorBench}. No database here: that an adapter
 * does what the port says is the contract's.
 */
@NullMarked
package dev.tidemark.testkit.mirror;

import org.jspecify.annotations.NullMarked;
