/**
 * Time that a test moves by hand.
 *
 * <p>Start at {@link dev.tidemark.testkit.time.ManualClock}. Nothing here sleeps, waits or reads a
 * real clock.
 */
@NullMarked
package dev.tidemark.testkit.time;

import org.jspecify.annotations.NullMarked;
