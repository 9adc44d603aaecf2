package dev.tidemark.core.sync;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.WeakTable;
import dev.tidemark.core.sync.SyncEvent.FetchEnded;
import dev.tidemark.core.sync.spi.Fetch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Keeps how each endpoint of an upstream answers, from what the cycles of its replica tell. A fetch
 * that does not end before a failure is told has failed for it. Safe for use by many threads.
 */
public final class UpstreamHealth implements Listener {

  private final AtomicReference<Optional<Asking>> asking = new AtomicReference<>(Optional.empty());
  private final WeakTable<EndpointHealth> table;
  private final String upstream;
  private final Clock clock;

  private UpstreamHealth(WeakTable<EndpointHealth> table, String upstream, Clock clock) {
    this.table = table;
    this.upstream = upstream;
    this.clock = clock;
  }

  /**
   * The health of an upstream, in the state of {@link SyncState}.
   *
   * @param upstream its name: that of its schema
   */
  public static UpstreamHealth of(StateEngine state, String upstream, Clock clock) {
    return new UpstreamHealth(state.weak(SyncState.HEALTH), upstream, clock);
  }

  /**
   * How things stand, for each endpoint that was ever asked, by name.
   *
   * @throws StorageException if the state cannot answer
   */
  public List<EndpointHealth> endpoints() {
    List<EndpointHealth> found = new ArrayList<>();
    table.forEach(
        each -> {
          if (each.upstream().equals(upstream)) {
            found.add(each);
          }
        });
    found.sort(Comparator.comparing(EndpointHealth::endpoint));
    return List.copyOf(found);
  }

  /** What is under way. */
  private record Asking(Fetch what, Instant since) {}

  @Override
  public void on(Event event) {
    if (event instanceof SyncEvent.FetchStarted started) {
      asking.set(Optional.of(new Asking(started.what(), clock.instant())));
    } else if (event instanceof FetchEnded ended) {
      asking.getAndSet(Optional.empty()).ifPresent(begun -> answered(begun, ended));
    } else {
      failureIn(event)
          .ifPresent(
              why -> asking.getAndSet(Optional.empty()).ifPresent(begun -> failed(begun, why)));
    }
  }

  private static Optional<Throwable> failureIn(Event event) {
    if (event instanceof SyncEvent.FellBack told) {
      return Optional.of(told.failure());
    }
    if (event instanceof SyncEvent.WindowLeftOut told) {
      return Optional.of(told.failure());
    }
    if (event instanceof SyncEvent.KeysLeftOut told) {
      return Optional.of(told.failure());
    }
    if (event instanceof SyncEvent.TypeFailed told) {
      return Optional.of(told.failure());
    }
    return event instanceof SyncEvent.CycleFailed told
        ? Optional.of(told.failure())
        : Optional.empty();
  }

  private void answered(Asking begun, FetchEnded ended) {
    Instant now = clock.instant();
    Duration took = Duration.between(begun.since(), now);
    change(begun, before -> before.answered(ended.fetched().requests(), took, now));
  }

  /** What is over the budget is not sent. */
  private void failed(Asking begun, Throwable why) {
    if (why instanceof BudgetSpentException) {
      return;
    }
    Instant now = clock.instant();
    change(
        begun,
        before ->
            codeOfTheUpstreamsFault(why)
                .map(code -> before.failed(code, now))
                .orElseGet(before::brokenOff));
  }

  /** A person who stops a cycle, a full disk and a bug say nothing of the upstream. */
  private static Optional<String> codeOfTheUpstreamsFault(Throwable why) {
    return why instanceof TidemarkException known && isTheUpstreamsFault(known)
        ? Optional.of(known.code())
        : Optional.empty();
  }

  private static boolean isTheUpstreamsFault(TidemarkException failure) {
    return failure instanceof UpstreamUnavailableException
        || failure instanceof BadAnswerException
        || failure instanceof RateLimitedException
        || failure instanceof RefusedException
        || failure instanceof UnauthenticatedException
        || failure instanceof TimedOutException;
  }

  /**
   * A state that cannot be read, or was stopped, is no reason to stop the cycle that is counted.
   */
  private void change(Asking begun, UnaryOperator<EndpointHealth> change) {
    EndpointHealth unknown = EndpointHealth.unknown(upstream, begun.what().type().name());
    try {
      table.update(unknown.key(), before -> Optional.of(change.apply(before.orElse(unknown))));
    } catch (StorageException | IllegalStateException uncounted) {
      // The state itself tells what is wrong with it, at its next flush.
    }
  }
}
