package dev.tidemark.core.feed;

/** A place in the change feed. Positions grow, are never used twice, and may leave gaps. */
public record Position(long value) implements Comparable<Position> {

  /** Before the first change. */
  public static final Position START = new Position(0);

  public Position {
    if (value < 0) {
      throw new IllegalArgumentException("a feed position is 0 or more, not " + value);
    }
  }

  @Override
  public int compareTo(Position other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
