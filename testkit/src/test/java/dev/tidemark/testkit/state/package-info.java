/**
 * The use cases of the state, over fakes.
 *
 * <p>Start at {@code Desk}, which puts an engine and its surroundings together. What a store does
 * is for its contract.
 */
@NullMarked
package dev.tidemark.testkit.state;

import org.jspecify.annotations.NullMarked;
