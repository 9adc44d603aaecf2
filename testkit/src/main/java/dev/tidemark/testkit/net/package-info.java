/**
 * A network that fails as a test wants it to.
 *
 * <p>Start at {@link dev.tidemark.testkit.net.FaultyLink} for connections, and at {@link
 * dev.tidemark.testkit.net.FaultyDatagramLink} for datagrams. Nothing here knows what is said over
 * the link.
 */
@NullMarked
package dev.tidemark.testkit.net;

import org.jspecify.annotations.NullMarked;
