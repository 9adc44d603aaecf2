package dev.tidemark.core.sync;

import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.RequestLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the upstream only when it is right to: not too often, and not before it allows it. */
final class Manners {

  private static final Duration HOUR = Duration.ofHours(1);

  private final RequestLedger ledger;
  private final int perHour;
  private final Clock clock;

  Manners(RequestLedger ledger, int perHour, Clock clock) {
    this.ledger = ledger;
    this.perHour = perHour;
    this.clock = clock;
  }

  /**
   * A time that is not believed now is forgotten: else it would be believed once it has come near.
   *
   * @throws RateLimitedException if the upstream is to be left alone now
   */
  void mustBeWelcome(String attempted) {
    Instant now = clock.instant();
    Optional<Instant> ahead = ledger.notBefore().filter(now::isBefore);
    if (ahead.isEmpty()) {
      return;
    }
    Instant until = ahead.get();
    if (RequestLedger.isBelieved(until, now)) {
      throw new RateLimitedException(
          "%s: no request may be sent before %s, as an earlier cycle found out; wait until then"
              .formatted(attempted, until.truncatedTo(ChronoUnit.SECONDS)),
          until);
    }
    ledger.leaveAloneUntil(now);
  }

  /** Whether another request is within the budget. */
  boolean mayAsk() {
    return refill().isEmpty();
  }

  /**
   * Sends a request, and writes down that it was sent and what it says about further ones.
   *
   * @throws BudgetSpentException if there were too many in the last hour
   */
  <T> T ask(Fetch what, Supplier<T> request) {
    refill()
        .ifPresent(
            at -> {
              throw remembered(at, spent(what, at));
            });
    ledger.asking(clock.instant());
    try {
      return request.get();
    } catch (RateLimitedException limited) {
      throw remembered(limited.notBefore(), limited);
    }
  }

  /** A ledger that cannot be written hides nothing: who catches the failure knows the time, too. */
  private <F extends TidemarkException> F remembered(Instant notBefore, F failure) {
    try {
      ledger.leaveAloneUntil(notBefore);
    } catch (StorageException second) {
      failure.addSuppressed(second);
    }
    return failure;
  }

  private BudgetSpentException spent(Fetch what, Instant at) {
    return new BudgetSpentException(
        "fetch %s: the budget of %d requests per hour is spent until %s; a full cycle then goes on where it is now"
            .formatted(what.type(), perHour, at.truncatedTo(ChronoUnit.SECONDS)),
        at);
  }

  /**
   * Empty if the next request is within the budget now; otherwise when all of the budget is there
   * again. With the little that is there before, a cycle would begin and not come to its end, time
   * after time.
   */
  private Optional<Instant> refill() {
    if (perHour == 0) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    List<Instant> asked = ledger.asked(now.minus(HOUR).plusMillis(1), now);
    return asked.size() < perHour
        ? Optional.empty()
        : Optional.of(asked.get(asked.size() - 1).plus(HOUR));
  }
}
