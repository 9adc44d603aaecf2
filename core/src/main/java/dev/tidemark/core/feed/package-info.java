/**
 * The change feed: the ordered log of what was applied to the replica, which everything else
 * follows.
 *
 * <p>Start at {@link dev.tidemark.core.feed.spi.ChangeFeed}. A follower applies the latest state of
 * a key, never the change itself, so nothing here carries row contents.
 */
@NullMarked
package dev.tidemark.core.feed;

import org.jspecify.annotations.NullMarked;
