package dev.tidemark.core.feed;

import dev.tidemark.core.event.Event;

/** What the keeping of the feed tells. */
public sealed interface FeedEvent extends Event {

  /**
   * Old changes were forgotten.
   *
   * @param upTo all that were not later than this
   * @param outdated how many later ones were, since their keys have changed again
   */
  record FeedPruned(Position upTo, long outdated) implements FeedEvent {}

  /** A follower is so far behind that the feed does not wait for it; told once. */
  record FollowerCutLoose(Follower follower, long behind) implements FeedEvent {}
}
