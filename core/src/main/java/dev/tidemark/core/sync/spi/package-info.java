/**
 * The ports of a sync cycle and the values that pass through them.
 *
 * <p>Start at {@link dev.tidemark.core.sync.spi.Upstream} to copy from somewhere else, at {@link
 * dev.tidemark.core.sync.spi.ReplicaStore} to copy to somewhere else. Interfaces, records and enums
 * only.
 */
@NullMarked
package dev.tidemark.core.sync.spi;

import org.jspecify.annotations.NullMarked;
