package dev.tidemark.core.sync;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.SyncEvent.FullForced.Reason;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Run.Ended;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The frame of one cycle, under one policy: the watchdog, the journal on every way out, and the
 * steps in order.
 */
final class CycleFrame {

  private final SyncTerms terms;
  private final Flight flight;

  CycleFrame(SyncTerms terms, Flight flight) {
    this.terms = terms;
    this.flight = flight;
  }

  SyncReport run(SyncRequest request) {
    terms.manners().mustBeWelcome(terms.attempted());
    return watched(request);
  }

  private SyncReport watched(SyncRequest request) {
    Duration limit = terms.policy().timeout();
    Scheduler.Pending watchdog =
        limit.isZero()
            ? () -> {}
            : terms.ambient().scheduler().after(limit, () -> flight.stop(this::timedOut));
    try {
      return journalled(request);
    } finally {
      watchdog.cancel();
    }
  }

  private TimedOutException timedOut(Throwable cause) {
    return new TimedOutException(
        "%s: stopped because it took longer than %d s; nothing was changed; raise the timeout if the upstream is that slow"
            .formatted(terms.attempted(), terms.policy().timeout().toSeconds()),
        cause);
  }

  private SyncReport journalled(SyncRequest request) {
    Instant startedAt = terms.now();
    Begun begun = orNotBegun(request, () -> begun(request, startedAt));
    return run(begun.cycle(), begun.forced());
  }

  private record Begun(Cycle cycle, Optional<Reason> forced) {}

  private Begun begun(SyncRequest request, Instant startedAt) {
    SyncJournal journal = terms.ports().journal();
    OptionalLong term = terms.ports().leadership().term();
    journal.reap(startedAt, term);
    CursorStore store = terms.ports().cursors();
    Identity identity = new Identity(terms.ports().upstream().identity(), store.identity());
    Map<EntityType, Cursor> cursors = store.cursors();
    Optional<Reason> forced =
        new Effective(journal, terms.policy().fullInterval())
            .forced(request.mode(), cursors.isEmpty(), identity, startedAt);
    Mode mode = forced.isPresent() ? Mode.FULL : request.mode();
    // From here on, the journal says that it runs: nothing may fail before it can say otherwise.
    long number = journal.begin(mode, startedAt, term);
    return new Begun(
        new Cycle(number, mode, request.trusting(), startedAt, identity, cursors), forced);
  }

  /** That somebody else writes is told by whoever looks for the lead. */
  private Begun orNotBegun(SyncRequest request, Supplier<Begun> step) {
    try {
      return step.get();
    } catch (AlreadyRunningException busy) {
      throw busy;
    } catch (RuntimeException | Error failure) {
      terms.listener().on(new SyncEvent.CycleNotBegun(request.mode(), failure));
      throw failure;
    }
  }

  /**
   * The staging area is closed behind the journal: when that fails, the cycle has succeeded
   * nevertheless.
   */
  private SyncReport run(Cycle cycle, Optional<Reason> forced) {
    MemoryWatch memory = new MemoryWatch(terms.ports().memory(), terms.policy().guards());
    try (Staging staging = orFailed(cycle, () -> begin(cycle, forced))) {
      Attempt attempt = new Attempt(terms, cycle, staging, memory);
      Applied applied = orFailed(cycle, () -> apply(cycle, attempt, staging, memory));
      return succeeded(cycle, attempt, applied);
    } finally {
      memory.tell(terms.listener());
    }
  }

  /**
   * What fails behind these steps has failed after the commit, and must not be journalled as a
   * failure.
   */
  private <T> T orFailed(Cycle cycle, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error failure) {
      Throwable told = flight.told(failure);
      failed(cycle, told);
      if (told instanceof TidemarkException known) {
        throw known;
      }
      throw failure;
    }
  }

  private Staging begin(Cycle cycle, Optional<Reason> forced) {
    Listener listener = terms.listener();
    listener.on(new SyncEvent.CycleStarted(cycle.number(), cycle.mode(), cycle.startedAt()));
    forced.ifPresent(why -> listener.on(new SyncEvent.FullForced(cycle.number(), why)));
    return terms.ports().store().stage(cycle.mode());
  }

  private Applied apply(Cycle cycle, Attempt attempt, Staging staging, MemoryWatch memory) {
    attempt.stage();
    memory.guard();
    terms.listener().on(new SyncEvent.ApplyStarted(cycle.number()));
    Applied applied = terms.ports().store().apply(staging, attempt.plan(terms.now()));
    memory.sample();
    return applied;
  }

  private SyncReport succeeded(Cycle cycle, Attempt attempt, Applied applied) {
    SyncReport report =
        new SyncReport(
            cycle.number(),
            cycle.mode(),
            cycle.startedAt(),
            terms.now(),
            applied.position(),
            applied.tallies(),
            attempt.requests(),
            attempt.bytes(),
            attempt.failures());
    try {
      terms.ports().journal().end(cycle.number(), new Ended(report.endedAt(), outcome(report)));
    } finally {
      terms.listener().on(new SyncEvent.CycleSucceeded(report));
    }
    return report;
  }

  private static Run.Outcome outcome(SyncReport report) {
    if (report.failures().isEmpty()) {
      return new Run.Succeeded(
          report.position(), report.total(), report.requests(), report.bytes());
    }
    Map<String, String> why =
        report.failures().entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> each.getKey().name(),
                    each -> String.valueOf(each.getValue().getMessage())));
    return new Run.Partial(
        report.position(), report.total(), report.requests(), report.bytes(), why);
  }

  /**
   * Never hides the failure: what goes wrong on the way to the journal is added to it. It is told
   * then, too: a full disk fails both, and who leads no more may not write there.
   */
  private void failed(Cycle cycle, Throwable failure) {
    Instant at = terms.now();
    Ended ended = new Ended(at, outcome(failure));
    adding(failure, () -> terms.ports().journal().end(cycle.number(), ended));
    SyncEvent told = new SyncEvent.CycleFailed(cycle.number(), cycle.mode(), failure, at);
    adding(failure, () -> terms.listener().on(told));
  }

  private static void adding(Throwable failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  private static Run.Failed outcome(Throwable failure) {
    return failure instanceof TidemarkException known
        ? new Run.Failed(known.code(), String.valueOf(known.getMessage()))
        : new Run.Failed("BUG", failure.toString());
  }
}
