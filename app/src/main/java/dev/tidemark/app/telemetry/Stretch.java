package dev.tidemark.app.telemetry;

import dev.tidemark.core.sync.spi.Fetched;
import java.time.Instant;

/**
 * A part of a cycle, from its first request to its last.
 *
 * @param failed whether the last request did not end
 */
record Stretch(Instant from, Instant to, long rows, long bytes, int requests, boolean failed) {

  static Stretch of(Instant from, Instant to, Fetched fetched) {
    return new Stretch(from, to, fetched.rows(), fetched.bytes(), fetched.requests(), false);
  }

  /** Without a request. */
  static Stretch quiet(Instant from, Instant to) {
    return new Stretch(from, to, 0, 0, 0, false);
  }

  static Stretch failed(Instant from, Instant to) {
    return new Stretch(from, to, 0, 0, 0, true);
  }

  Stretch plus(Stretch later) {
    return new Stretch(
        from,
        later.to,
        rows + later.rows,
        bytes + later.bytes,
        requests + later.requests,
        later.failed);
  }
}
