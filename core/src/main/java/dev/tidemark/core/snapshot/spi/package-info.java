/**
 * The ports of snapshots: where their files are made and kept, how they reach a target, and who the
 * targets are.
 *
 * <p>Start at {@link dev.tidemark.core.snapshot.spi.SnapshotStore} for files and at {@link
 * dev.tidemark.core.snapshot.spi.SnapshotTransport} for the network. Interfaces and records only.
 */
@NullMarked
package dev.tidemark.core.snapshot.spi;

import org.jspecify.annotations.NullMarked;
