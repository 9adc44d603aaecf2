/**
 * What an edge does with requests that are for its origin: it hands them on, or sends whoever asks
 * there.
 *
 * <p>Start at {@link dev.tidemark.app.origin.OriginProxy} or {@link
 * dev.tidemark.app.origin.OriginRedirect}; one of them is registered behind all other endpoints.
 * How the origin is reached is for the adapter.
 */
@NullMarked
package dev.tidemark.app.origin;

import org.jspecify.annotations.NullMarked;
