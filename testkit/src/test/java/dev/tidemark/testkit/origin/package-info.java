/**
 * Tests of how an origin is watched, by a clock that the test moves.
 *
 * <p>Start at {@link dev.tidemark.testkit.origin.OriginHealthTest}. What goes over the wire is for
 * the contract and its adapters.
 */
@NullMarked
package dev.tidemark.testkit.origin;

import org.jspecify.annotations.NullMarked;
