/**
 * Tests of what an edge does with requests for its origin: a real server, the real adapter, and an
 * origin that the test writes to the byte.
 *
 * <p>Start at {@link dev.tidemark.app.origin.OriginProxyTest}. What arrives at an origin in general
 * is for the contract of the port.
 */
@NullMarked
package dev.tidemark.app.origin;

import org.jspecify.annotations.NullMarked;
