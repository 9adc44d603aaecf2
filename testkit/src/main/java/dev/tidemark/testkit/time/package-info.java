/**
 * Time that a test moves by hand.
 *
 * <p>Start at {@link dev.tidemark.testkit.time.ManualClock}. Nothing here sleeps, waits or reads a
 * real clock; {@link dev.tidemark.testkit.time.RealScheduler} is for servers and files alone.
 */
@NullMarked
package dev.tidemark.testkit.time;

import org.jspecify.annotations.NullMarked;
