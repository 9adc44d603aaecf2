package dev.tidemark.core.origin;

import java.time.Duration;

/**
 * How the origin is watched.
 *
 * @param interval from the end of a check to the next, less up to a tenth by chance, so that many
 *     edges do not knock at once
 * @param timeout how long a check may take
 */
public record OriginPolicy(Duration interval, Duration timeout) {

  public static final OriginPolicy DEFAULTS =
      new OriginPolicy(Duration.ofSeconds(10), Duration.ofSeconds(5));

  public OriginPolicy {
    positive("interval", interval);
    positive("timeout", timeout);
  }

  private static void positive(String name, Duration time) {
    if (time.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "the %s of the origin's checks is %s, expected a millisecond or more"
              .formatted(name, time));
    }
  }
}
