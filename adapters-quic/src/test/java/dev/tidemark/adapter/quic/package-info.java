/**
 * Proofs of the QUIC adapter: real connections on loopback, and peers that do what none should.
 *
 * <p>Start at {@code QuicPushTest}. What a subscriber decides is played by {@code TestInbox}; no
 * database and no file of a snapshot belongs here.
 */
@NullMarked
package dev.tidemark.adapter.quic;

import org.jspecify.annotations.NullMarked;
