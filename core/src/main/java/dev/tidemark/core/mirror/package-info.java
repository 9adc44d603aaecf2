/**
 * Mirrors: copies of the replica in other databases that follow the change feed, prove that they
 * are equal, and heal by themselves.
 *
 * <p>Start at {@link dev.tidemark.core.mirror.spi.MirrorTarget} to mirror into another kind of
 * database. A mirror never takes part in a cycle: nothing here is called by one, and nothing here
 * writes to the replica.
 */
@NullMarked
package dev.tidemark.core.mirror;

import org.jspecify.annotations.NullMarked;
