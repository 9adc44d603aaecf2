package dev.tidemark.core.feed;

/**
 * Somebody who reads the feed for good.
 *
 * @param name for people: {@code mirror reporting}
 * @param position how far it is, as far as is known; what is behind that it still needs
 * @param needsEvery whether it needs every change, and not only the last one of each key
 */
public record Follower(String name, Position position, boolean needsEvery) {

  /** One to whom the last change of each key says enough. */
  public Follower(String name, Position position) {
    this(name, position, false);
  }
}
