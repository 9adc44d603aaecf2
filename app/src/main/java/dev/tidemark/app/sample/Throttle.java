package dev.tidemark.app.sample;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The limit on requests per minute, by who asks. A refusal is remembered for a while and replayed
 * to the same question, as the real API's negative cache does.
 */
final class Throttle {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration REPLAYED = Duration.ofSeconds(10);

  private final int perMinute;
  private final Clock clock;
  private final Map<String, Deque<Instant>> admitted = new HashMap<>();
  private final Map<Question, Refusal> refused = new HashMap<>();

  Throttle(int perMinute, Clock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  private record Question(String who, String url) {}

  private record Refusal(String message, Instant until) {}

  /**
   * Admits a request, or not.
   *
   * @throws ApiError with status 429 if it comes too early
   */
  synchronized void admit(String who, String url) {
    if (perMinute == 0) {
      return;
    }
    Instant now = clock.instant();
    replay(new Question(who, url), now);
    Deque<Instant> recent = recent(who, now);
    if (recent.size() >= perMinute) {
      throw refuse(new Question(who, url), recent.getFirst().plus(WINDOW), now);
    }
    recent.addLast(now);
  }

  private void replay(Question question, Instant now) {
    refused.values().removeIf(refusal -> !now.isBefore(refusal.until()));
    Refusal refusal = refused.get(question);
    if (refusal != null) {
      throw tooMany(refusal.message()).header("X-Cached-Response", "True");
    }
  }

  private Deque<Instant> recent(String who, Instant now) {
    Deque<Instant> recent = admitted.computeIfAbsent(who, key -> new ArrayDeque<>());
    while (!recent.isEmpty() && !recent.getFirst().plus(WINDOW).isAfter(now)) {
      recent.removeFirst();
    }
    return recent;
  }

  private ApiError refuse(Question question, Instant free, Instant now) {
    long seconds = Duration.between(now, free).plusMillis(999).toSeconds();
    String message =
        "Request was throttled. Expected available in "
            + seconds
            + " seconds. Authenticate for less restrictions.";
    refused.put(question, new Refusal(message, now.plus(REPLAYED)));
    return tooMany(message).header("Retry-After", String.valueOf(seconds));
  }

  private static ApiError tooMany(String message) {
    return new ApiError(429, "Too Many Requests").message(message);
  }
}
