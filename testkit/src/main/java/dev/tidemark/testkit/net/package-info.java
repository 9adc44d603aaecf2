/**
 * A network that fails as a test wants it to.
 *
 * <p>Start at {@link dev.tidemark.testkit.net.FaultyLink}. Nothing here knows what is said over the
 * link.
 */
@NullMarked
package dev.tidemark.testkit.net;

import org.jspecify.annotations.NullMarked;
