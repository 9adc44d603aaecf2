package dev.tidemark.app.sample;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a sample upstream treats those who ask.
 *
 * @param requestsPerMinute how many requests each key, or everybody without one, has; 0 for any
 *     number
 * @param apiKey the one key that is accepted; empty to accept every key
 * @param cacheKept how long a bare list is served as it was built, whatever has changed since; zero
 *     to build it again with every change
 * @param clock what the limits and the age of the bare lists are measured by
 */
public record SampleOptions(
    int requestsPerMinute, Optional<String> apiKey, Duration cacheKept, Clock clock) {

  public SampleOptions {
    if (requestsPerMinute < 0) {
      throw new IllegalArgumentException(
          "limit the sample upstream: expected 0 or more requests per minute, found "
              + requestsPerMinute);
    }
    if (cacheKept.isNegative()) {
      throw new IllegalArgumentException(
          "keep the bare lists of the sample upstream: expected no negative time, found "
              + cacheKept);
    }
  }

  /** No limit, every key is good, bare lists are never stale. */
  public static SampleOptions by(Clock clock) {
    return new SampleOptions(0, Optional.empty(), Duration.ZERO, clock);
  }

  public SampleOptions withRequestsPerMinute(int requests) {
    return new SampleOptions(requests, apiKey, cacheKept, clock);
  }

  public SampleOptions withApiKey(String key) {
    return new SampleOptions(requestsPerMinute, Optional.of(key), cacheKept, clock);
  }

  public SampleOptions withCacheKept(Duration kept) {
    return new SampleOptions(requestsPerMinute, apiKey, kept, clock);
  }
}
