package dev.tidemark.core.sync;

import java.time.Duration;

/**
 * Limits of a cycle.
 *
 * @param parentBatch keys asked for in one request for missing parents
 * @param parentRequests requests for missing parents in one cycle; 0 turns them off
 * @param parentTime how long missing parents are asked for in one cycle
 * @param clockTolerance how far ahead of this clock a version may be and still be believed
 */
public record SyncPolicy(
    int parentBatch, int parentRequests, Duration parentTime, Duration clockTolerance) {

  public SyncPolicy {
    if (parentBatch < 1 || parentRequests < 0) {
      throw new IllegalArgumentException(
          "expected a parent batch of 1 or more and 0 or more parent requests, found %d and %d"
              .formatted(parentBatch, parentRequests));
    }
  }

  /** 20 requests for 100 parents each, within 5 minutes; versions up to a day ahead. */
  public static SyncPolicy defaults() {
    return new SyncPolicy(100, 20, Duration.ofMinutes(5), Duration.ofDays(1));
  }
}
