package dev.tidemark.adapter.quic;

import java.io.IOException;
import java.time.Duration;

/**
 * How long the other side may take for each step of a push, however alive it is.
 *
 * @param offering who opens a stream has something to offer
 * @param comparing until it has said whether the file comes or a difference, for which it may first
 *     read two large files
 * @param standingStill so long, it may say that it works, and no more
 */
record Steps(Duration offering, Duration comparing, Duration standingStill) {

  static final Steps DEFAULTS =
      new Steps(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(2));

  /** Reads what is offered, all of it within the time for that. */
  <T> T offered(Pipe pipe, Reading<T> reading) throws IOException {
    return within(Stall.of(pipe, offering, "no offer"), reading);
  }

  /** Reads in what way the file comes, within the time that it takes to choose one. */
  <T> T chosen(Pipe pipe, Reading<T> reading) throws IOException {
    return within(Stall.of(pipe, comparing, "neither the file nor a difference"), reading);
  }

  /** Watches the file, to be told of all of it that comes. */
  Stall file(Pipe pipe) {
    return Stall.of(pipe, standingStill, "nothing of the file");
  }

  private static <T> T within(Stall watching, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } finally {
      watching.close();
    }
  }

  /** Waits for something, and says what it was. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }
}
