/**
 * The origin of an edge: what is handed on to it, and how it is.
 *
 * <p>Start at {@link dev.tidemark.core.origin.spi.Origin}, or at {@link
 * dev.tidemark.core.origin.OriginHealth}, which asks it again and again. Which requests are handed
 * on is for whoever receives them.
 */
@NullMarked
package dev.tidemark.core.origin;

import org.jspecify.annotations.NullMarked;
