/**
 * Snapshots: filtered, read-only copies of the replica, pushed to edges and verified there.
 *
 * <p>Start at {@link dev.tidemark.core.snapshot.SnapshotSpec}, which says what is copied, {@link
 * dev.tidemark.core.snapshot.SnapshotPlan}, which is that fitted to a schema, and at the two who do
 * the work: {@code Publisher} at the origin and {@code Subscriber} at an edge. Files are behind
 * {@link dev.tidemark.core.snapshot.spi.SnapshotStore}, the network is behind {@link
 * dev.tidemark.core.snapshot.spi.SnapshotTransport}; no SQL, no path and no socket belongs here.
 */
@NullMarked
package dev.tidemark.core.snapshot;

import org.jspecify.annotations.NullMarked;
