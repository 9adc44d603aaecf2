/**
 * Bringing the replica up to date with its upstream: one cycle at a time, all of it or nothing.
 *
 * <p>Start at {@link dev.tidemark.core.sync.SyncReplica}. The ports that a cycle works through are
 * in {@code spi}; no SQL, no HTTP, no thread and no clock of its own belongs here.
 */
@NullMarked
package dev.tidemark.core.sync;

import org.jspecify.annotations.NullMarked;
