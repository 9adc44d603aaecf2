/**
 * What the application adds up: the rollups that come with it, and what is forgotten once they have
 * it.
 *
 * <p>Start at {@link dev.tidemark.app.rollup.ShippedRollups}. How rollups are kept belongs to the
 * core, what people define of their own to config.
 */
@NullMarked
package dev.tidemark.app.rollup;

import org.jspecify.annotations.NullMarked;
