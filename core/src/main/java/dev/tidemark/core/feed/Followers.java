package dev.tidemark.core.feed;

import java.util.List;

/** Tells who follows the feed, and where each is. Safe for use by many threads. */
@FunctionalInterface
public interface Followers {

  /**
   * Those that the feed waits for. Who has never followed it, and so begins at its end or reads all
   * that there is, is none of them.
   *
   * @throws dev.tidemark.core.StorageException if that cannot be known now
   */
  List<Follower> now();
}
