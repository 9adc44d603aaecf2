package dev.tidemark.testkit.net;

import java.util.Random;

/** What happens to datagrams. */
final class DatagramFaults {

  private static final int ALL = 1_000;

  private final Random random = new Random(1);
  private volatile int perThousand;
  private volatile int bytesPerSecond;

  void lose(int ofAThousand) {
    perThousand = ofAThousand;
  }

  void slow(int bytes) {
    bytesPerSecond = bytes;
  }

  void none() {
    perThousand = 0;
    bytesPerSecond = 0;
  }

  boolean isLost() {
    return perThousand > 0 && random.nextInt(ALL) < perThousand;
  }

  /** How many bytes may pass within this many milliseconds; none if as many as one likes. */
  int within(int millis) {
    return (int) ((long) bytesPerSecond * millis / ALL);
  }
}
