/**
 * Proofs of the HTTP adapter, on loopback only.
 *
 * <p>Start at {@code HttpUpstreamTest}. {@code RawServer} does what no well-behaved server does; no
 * test here leaves the machine.
 */
@NullMarked
package dev.tidemark.adapter.http;

import org.jspecify.annotations.NullMarked;
