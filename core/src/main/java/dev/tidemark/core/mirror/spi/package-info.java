/**
 * The ports of a mirror and the values that pass through them.
 *
 * <p>Start at {@link dev.tidemark.core.mirror.spi.MirrorTarget}. Interfaces, records and enums
 * only.
 */
@NullMarked
package dev.tidemark.core.mirror.spi;

import org.jspecify.annotations.NullMarked;
