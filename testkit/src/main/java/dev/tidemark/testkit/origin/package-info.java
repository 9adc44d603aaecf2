/**
 * An origin that a test writes itself, to the byte.
 *
 * <p>Start at {@link dev.tidemark.testkit.origin.RawOrigin}. Nothing here is clever about HTTP: it
 * shows what came, and sends what it is told.
 */
@NullMarked
package dev.tidemark.testkit.origin;

import org.jspecify.annotations.NullMarked;
