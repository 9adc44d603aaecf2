/**
 * Tests of the listeners that tell machines.
 *
 * <p>Start at {@link dev.tidemark.app.telemetry.Library}, over which most of them run real cycles.
 * What a terminal shows has no place here.
 */
@NullMarked
package dev.tidemark.app.telemetry;

import org.jspecify.annotations.NullMarked;
