package dev.tidemark.core.origin;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.origin.OriginStanding.State;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks the origin how it is, behind everybody's back and again and again, so that whoever wants to
 * know needs not wait for it. An answer below 500 is a healthy one. Safe for use by many threads.
 */
public final class OriginHealth {

  private static final int FIRST_SERVER_ERROR = 500;
  private static final double EARLIER = 0.1;

  private final AtomicReference<OriginStanding> standing =
      new AtomicReference<>(OriginStanding.UNKNOWN);
  private final Origin origin;
  private final OriginPolicy policy;
  private final Ambient ambient;
  private final Listener listener;
  private final Turns turns;

  /**
   * @param worker checks on it, one at a time, each for as long as the policy lets it
   * @param listener hears {@link OriginEvent}s
   */
  public OriginHealth(
      Origin origin, OriginPolicy policy, Ambient ambient, Executor worker, Listener listener) {
    this.origin = origin;
    this.policy = policy;
    this.ambient = ambient;
    this.listener = Listener.unshaken(listener);
    this.turns = new Turns(ambient.scheduler(), worker, this::check);
  }

  /** Checks at once, and then at intervals. */
  public void start() {
    turns.ask();
  }

  /** What the last check found; asks nobody. */
  public OriginStanding standing() {
    return standing.get();
  }

  /** No check begins from now on. Completes when none is under way. */
  public CompletionStage<Void> stop() {
    return turns.end();
  }

  private Duration check() {
    State before = standing.get().state();
    OriginStanding now = look(standing.get());
    standing.set(now);
    if (now.state() != before) {
      listener.on(
          now.state() == State.HEALTHY
              ? new OriginEvent.BecameHealthy(now)
              : new OriginEvent.BecameUnhealthy(now));
    }
    return untilNext(policy.interval());
  }

  /** Whatever goes wrong, there is a next check. One that is broken off here says nothing. */
  private OriginStanding look(OriginStanding before) {
    Instant start = ambient.clock().instant();
    try {
      int status = origin.probe(policy.timeout());
      Instant end = ambient.clock().instant();
      return status < FIRST_SERVER_ERROR
          ? before.answered(end, Duration.between(start, end))
          : before.failed(end, "the origin answers with status " + status);
    } catch (CancelledException stopped) {
      return before;
    } catch (RuntimeException failure) {
      return before.failed(
          ambient.clock().instant(),
          Objects.requireNonNullElseGet(failure.getMessage(), failure::toString));
    }
  }

  private Duration untilNext(Duration interval) {
    double part = 1 - EARLIER * ambient.random().nextDouble();
    return Duration.ofMillis(Math.max(1, (long) (part * interval.toMillis())));
  }
}
