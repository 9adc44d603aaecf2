package dev.tidemark.app.telemetry;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * Counts requests by how they ended. A fetch that does not end before a failure is told has failed
 * for it. Safe for use by many threads.
 */
final class UpstreamMeters implements Listener {

  private static final String ANSWERED = "answered";
  private static final String RATE_LIMITED = "rate_limited";
  private static final String UNAUTHENTICATED = "unauthenticated";
  private static final String REFUSED = "refused";
  private static final String UNAVAILABLE = "unavailable";
  private static final String BAD_ANSWER = "bad_answer";
  private static final String BROKEN_OFF = "broken_off";
  private static final List<String> OUTCOMES =
      List.of(
          ANSWERED, RATE_LIMITED, UNAUTHENTICATED, REFUSED, UNAVAILABLE, BAD_ANSWER, BROKEN_OFF);

  private final MeterRegistry registry;
  private final Reactions reactions =
      new Reactions()
          .when(SyncEvent.FetchStarted.class, event -> asking = true)
          .when(SyncEvent.FetchEnded.class, this::answered)
          .when(SyncEvent.FellBack.class, event -> failed(event.failure()))
          .when(SyncEvent.WindowLeftOut.class, event -> failed(event.failure()))
          .when(SyncEvent.KeysLeftOut.class, event -> failed(event.failure()))
          .when(SyncEvent.TypeFailed.class, event -> failed(event.failure()))
          .when(SyncEvent.CycleFailed.class, event -> failed(event.failure()));
  private boolean asking;

  UpstreamMeters(MeterRegistry registry) {
    this.registry = registry;
    OUTCOMES.forEach(this::requests);
  }

  @Override
  public synchronized void on(Event event) {
    reactions.to(event);
  }

  private void answered(SyncEvent.FetchEnded event) {
    asking = false;
    requests(ANSWERED).increment(event.fetched().requests());
  }

  /** What is over the budget is not sent. */
  private void failed(Throwable failure) {
    if (asking && !(failure instanceof BudgetSpentException)) {
      requests(outcome(failure)).increment();
    }
    asking = false;
  }

  private static String outcome(Throwable failure) {
    if (failure instanceof RateLimitedException) {
      return RATE_LIMITED;
    }
    if (failure instanceof UnauthenticatedException) {
      return UNAUTHENTICATED;
    }
    if (failure instanceof RefusedException) {
      return REFUSED;
    }
    if (failure instanceof UpstreamUnavailableException) {
      return UNAVAILABLE;
    }
    return failure instanceof BadAnswerException ? BAD_ANSWER : BROKEN_OFF;
  }

  private Counter requests(String outcome) {
    return Counter.builder("tidemark.upstream.requests")
        .description("requests to the upstream, by how they ended")
        .tag("outcome", outcome)
        .register(registry);
  }
}
