package dev.tidemark.core.sync;

import dev.tidemark.core.schema.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an endpoint of an upstream answers, counted over restarts.
 *
 * @param upstream the name of the upstream
 * @param endpoint the name of the entity type that is asked for there
 * @param requests requests that were sent, also those that failed
 * @param failures requests that failed by the upstream's fault, or that it refused
 * @param consecutiveFailures those of them behind the last success
 * @param latencyMillis how long a request takes, body and all: an average in which each answer
 *     weighs {@value #WEIGHT} and all before it the rest; empty until one came
 * @param lastLatencyMillis how long each request of the last answer took
 * @param lastFailureCode as {@link dev.tidemark.core.TidemarkException#code()} says
 */
public record EndpointHealth(
    String upstream,
    String endpoint,
    long requests,
    long failures,
    long consecutiveFailures,
    Optional<Double> latencyMillis,
    Optional<Double> lastLatencyMillis,
    Optional<Instant> lastSuccessAt,
    Optional<Instant> lastFailureAt,
    Optional<String> lastFailureCode) {

  /** What an answer weighs in the average of the latency. */
  public static final double WEIGHT = 0.2;

  static EndpointHealth unknown(String upstream, String endpoint) {
    return new EndpointHealth(
        upstream,
        endpoint,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  RowKey key() {
    return RowKey.of(upstream, endpoint);
  }

  /**
   * Behind an answer.
   *
   * @param took all of its requests together; negative if the clock was set back meanwhile, which
   *     says nothing
   */
  EndpointHealth answered(int sent, Duration took, Instant at) {
    Optional<Double> each =
        took.isNegative()
            ? Optional.empty()
            : Optional.of((double) took.toMillis() / Math.max(1, sent));
    return new EndpointHealth(
        upstream,
        endpoint,
        requests + sent,
        failures,
        0,
        each.map(this::averagedWith).or(() -> latencyMillis),
        each.or(() -> lastLatencyMillis),
        Optional.of(at),
        lastFailureAt,
        lastFailureCode);
  }

  private double averagedWith(double latency) {
    return latencyMillis.map(before -> WEIGHT * latency + (1 - WEIGHT) * before).orElse(latency);
  }

  /** Behind a request that failed for this. */
  EndpointHealth failed(String code, Instant at) {
    return new EndpointHealth(
        upstream,
        endpoint,
        requests + 1,
        failures + 1,
        consecutiveFailures + 1,
        latencyMillis,
        lastLatencyMillis,
        lastSuccessAt,
        Optional.of(at),
        Optional.of(code));
  }

  /** Behind a request that was broken off here, which says nothing of the upstream. */
  EndpointHealth brokenOff() {
    return new EndpointHealth(
        upstream,
        endpoint,
        requests + 1,
        failures,
        consecutiveFailures,
        latencyMillis,
        lastLatencyMillis,
        lastSuccessAt,
        lastFailureAt,
        lastFailureCode);
  }
}
