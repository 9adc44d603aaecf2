package dev.tidemark.core.feed;

import java.time.Duration;

/**
 * How long the feed keeps changes.
 *
 * @param keep changes that are younger are never forgotten
 * @param ceiling a follower that is more changes behind than that is not waited for
 */
public record RetentionPolicy(Duration keep, long ceiling) {

  /** What is right for most. */
  public static final RetentionPolicy DEFAULTS = new RetentionPolicy(Duration.ofDays(7), 1_000_000);
}
