/**
 * Origins and edges in this process, with real files and over real QUIC, and the command line of an
 * edge.
 *
 * <p>Start at {@link dev.tidemark.app.edge.SnapshotNet}. What processes of their own do to each
 * other is in {@code e2e}.
 */
@NullMarked
package dev.tidemark.app.edge;

import org.jspecify.annotations.NullMarked;
