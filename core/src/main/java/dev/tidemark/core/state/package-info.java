/**
 * The state of an application in two tiers, described by schemas: the strong tier is on the disk
 * before a call returns, the weak one lives in memory and is written behind.
 *
 * <p>Start at {@link dev.tidemark.core.state.StateEngine} to use it, at {@code WriteBehind} to see
 * when the weak tier is written, and at {@code WeakTier} to see how. No meaning of any row and no
 * database belongs here.
 */
@NullMarked
package dev.tidemark.core.state;

import org.jspecify.annotations.NullMarked;
