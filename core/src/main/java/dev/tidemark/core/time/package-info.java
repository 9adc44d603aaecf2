/**
 * What the core is handed for time and chance: it has no clock, no thread and no dice of its own.
 *
 * <p>Start at {@link dev.tidemark.core.time.Ambient}. Nothing here runs or waits by itself.
 */
@NullMarked
package dev.tidemark.core.time;

import org.jspecify.annotations.NullMarked;
