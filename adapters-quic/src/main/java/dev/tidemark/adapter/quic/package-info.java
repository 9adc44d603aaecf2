/**
 * Snapshots over QUIC: pushed to edges, and taken from publishers.
 *
 * <p>Start at {@link dev.tidemark.adapter.quic.QuicModule}; then at {@code Push} for the side that
 * sends and at {@code Taking} for the side that takes. What is on the wire is in {@code Frame} and
 * {@code Hello}, and for the older version in {@code DbSync}. Whether a snapshot is wanted is none
 * of its business: that is for the {@link dev.tidemark.core.snapshot.spi.Inbox}.
 *
 * <p>Threads: what blocks, as a disk does, runs on the caller's thread or on a worker's; those of
 * Netty carry bytes and never wait. {@code Pipe} is where the two meet.
 */
@NullMarked
package dev.tidemark.adapter.quic;

import org.jspecify.annotations.NullMarked;
