/**
 * The port to the origin of an edge and the values that pass through it.
 *
 * <p>Start at {@link dev.tidemark.core.origin.spi.Origin}. Interfaces, records and enums only.
 */
@NullMarked
package dev.tidemark.core.origin.spi;

import org.jspecify.annotations.NullMarked;
