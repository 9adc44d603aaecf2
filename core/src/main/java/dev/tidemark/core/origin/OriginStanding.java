package dev.tidemark.core.origin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the origin is, and was since the edge was started.
 *
 * @param checkedAt when the last check ended
 * @param latencyMillis how long the last check took at which it was healthy
 * @param failures checks at which it was unhealthy
 * @param lastError what the last of them said, for people; kept when it is healthy again
 */
public record OriginStanding(
    State state,
    Optional<Instant> checkedAt,
    Optional<Long> latencyMillis,
    long checks,
    long failures,
    Optional<String> lastError) {

  static final OriginStanding UNKNOWN =
      new OriginStanding(State.UNKNOWN, Optional.empty(), Optional.empty(), 0, 0, Optional.empty());

  /** What the last check found. */
  public enum State {
    /** There was none. */
    UNKNOWN,
    HEALTHY,
    UNHEALTHY
  }

  /**
   * @param took negative if the clock was set back meanwhile, which says nothing
   */
  OriginStanding answered(Instant at, Duration took) {
    Optional<Long> latency = took.isNegative() ? latencyMillis : Optional.of(took.toMillis());
    return new OriginStanding(
        State.HEALTHY, Optional.of(at), latency, checks + 1, failures, lastError);
  }

  OriginStanding failed(Instant at, String error) {
    return new OriginStanding(
        State.UNHEALTHY,
        Optional.of(at),
        latencyMillis,
        checks + 1,
        failures + 1,
        Optional.of(error));
  }
}
