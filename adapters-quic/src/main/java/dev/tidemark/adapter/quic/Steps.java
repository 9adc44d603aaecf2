package dev.tidemark.adapter.quic;

import java.io.IOException;
import java.time.Duration;

/**
 * How long the other side may take for each step of a push, however alive it is.
 *
 * @param offering who opens a stream has something to offer
 * @param comparing until it has said whether the file comes or a difference, for which it may first
 *     read two large files
 * @param standingStill within which {@link #LEAST} of the file comes: what comes byte by byte would
 *     take up a push for as good as ever
 */
record Steps(Duration offering, Duration comparing, Duration standingStill) {

  static final Steps DEFAULTS =
      new Steps(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofMinutes(2));

  /** In bytes. The slowest of lines that a snapshot would be sent over has it in seconds. */
  static final int LEAST = 64 << 10;

  /** Reads what is offered, all of it within the time for that. */
  <T> T offered(Pipe pipe, Reading<T> reading) throws IOException {
    return within(Stall.of(pipe, offering, 1, "no offer"), reading);
  }

  /** Reads in what way the file comes, within the time that it takes to choose one. */
  <T> T chosen(Pipe pipe, Reading<T> reading) throws IOException {
    return within(Stall.of(pipe, comparing, 1, "neither the file nor a difference"), reading);
  }

  /** Watches the file, to be told of all of it that comes. */
  Stall file(Pipe pipe) {
    return Stall.of(pipe, standingStill, LEAST, "hardly anything of the file");
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
