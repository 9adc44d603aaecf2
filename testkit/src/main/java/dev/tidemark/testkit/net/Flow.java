package dev.tidemark.testkit.net;

/**
 * How much of what is sent is passed on.
 *
 * @param bytesPerSecond in each direction of a connection; counts for {@link Kind#SLOW} alone
 */
record Flow(Kind kind, int bytesPerSecond) {

  /** A piece goes every tenth of a second. */
  static final int PIECES_PER_SECOND = 10;

  static final Flow FREE = new Flow(Kind.FREE, 0);
  static final Flow STOPPED = new Flow(Kind.STOPPED, 0);
  static final Flow RESETTING = new Flow(Kind.RESETTING, 0);
  static final Flow HALF_OPEN = new Flow(Kind.HALF_OPEN, 0);

  enum Kind {
    FREE,
    SLOW,
    STOPPED,
    RESETTING,
    HALF_OPEN
  }

  static Flow slow(int bytesPerSecond) {
    if (bytesPerSecond < PIECES_PER_SECOND) {
      throw new IllegalArgumentException(
          "slow to %d bytes a second, expected at least %d"
              .formatted(bytesPerSecond, PIECES_PER_SECOND));
    }
    return new Flow(Kind.SLOW, bytesPerSecond);
  }

  boolean passes() {
    return kind == Kind.FREE || kind == Kind.SLOW;
  }

  /** Whether a connection made meanwhile is any good later. */
  boolean keepsNewcomers() {
    return kind != Kind.RESETTING && kind != Kind.HALF_OPEN;
  }

  int piece() {
    return bytesPerSecond / PIECES_PER_SECOND;
  }
}
