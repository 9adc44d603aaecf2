package dev.tidemark.core.feed;

/**
 * Somebody who reads the feed for good.
 *
 * @param name for people: {@code mirror reporting}
 * @param position how far it is, as far as is known; what is behind that it still needs
 */
public record Follower(String name, Position position) {}
