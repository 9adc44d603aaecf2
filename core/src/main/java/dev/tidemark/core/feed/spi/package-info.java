/**
 * The port of the change feed.
 *
 * <p>Start at {@link dev.tidemark.core.feed.spi.ChangeFeed}. Interfaces and records only.
 */
@NullMarked
package dev.tidemark.core.feed.spi;

import org.jspecify.annotations.NullMarked;
