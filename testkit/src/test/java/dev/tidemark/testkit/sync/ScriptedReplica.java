package dev.tidemark.testkit.sync;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Cycles that end as a test says, and in success when it says nothing; they are journalled as real
 * ones are.
 */
final class ScriptedReplica implements SyncReplica {

  final List<SyncRequest> requests = new ArrayList<>();
  final List<Instant> begun = new ArrayList<>();
  final List<String> cancelled = new ArrayList<>();
  private final List<AssertionError> broken = new ArrayList<>();
  private final Deque<Function<SyncRequest, SyncReport>> script = new ArrayDeque<>();
  private final Clock clock;
  private final SyncJournal journal;

  ScriptedReplica(Clock clock, SyncJournal journal) {
    this.clock = clock;
    this.journal = journal;
  }

  /** The next cycle that nothing is said of yet ends in this {@link Error} or exception. */
  ScriptedReplica fails(Throwable failure) {
    script.add(request -> failed(request, failure));
    return this;
  }

  /** It ends in this exception and nobody hears of it. */
  ScriptedReplica failsUnheard(Throwable failure) {
    script.add(
        request -> {
          throw ScriptedReplica.<RuntimeException>same(failure);
        });
    return this;
  }

  ScriptedReplica leavesOut(Map<EntityType, TidemarkException> failures) {
    script.add(request -> partly(request, failures));
    return this;
  }

  /** It succeeds, and this happens while it runs. */
  ScriptedReplica during(Runnable happening) {
    script.add(
        request -> {
          long cycle = journal.begin(request.mode(), clock.instant());
          happen(happening);
          return succeeded(cycle, request);
        });
    return this;
  }

  /** This happens while it runs, and it ends in this exception. */
  ScriptedReplica during(Runnable happening, Throwable failure) {
    script.add(
        request -> {
          happen(happening);
          return failed(request, failure);
        });
    return this;
  }

  /** The schedule catches whatever is thrown in a cycle, so it is thrown again behind it. */
  void mustHaveHeld() {
    broken.forEach(
        each -> {
          throw each;
        });
  }

  private void happen(Runnable happening) {
    try {
      happening.run();
    } catch (AssertionError failure) {
      broken.add(failure);
    }
  }

  @Override
  public SyncReport sync(SyncRequest request) {
    requests.add(request);
    begun.add(clock.instant());
    Function<SyncRequest, SyncReport> next = script.poll();
    return next == null
        ? succeeded(journal.begin(request.mode(), clock.instant()), request)
        : next.apply(request);
  }

  @Override
  public void cancel(String why) {
    cancelled.add(why);
  }

  private SyncReport succeeded(long cycle, SyncRequest request) {
    Instant at = clock.instant();
    journal.end(cycle, new Run.Ended(at, new Run.Succeeded(Position.START, Tally.NONE, 0, 0)));
    return report(cycle, request, Map.of());
  }

  private SyncReport partly(SyncRequest request, Map<EntityType, TidemarkException> failures) {
    Instant at = clock.instant();
    long cycle = journal.begin(request.mode(), at);
    Map<String, String> told = new HashMap<>();
    failures.forEach((type, failure) -> told.put(type.name(), failure.code()));
    journal.end(cycle, new Run.Ended(at, new Run.Partial(Position.START, Tally.NONE, 0, 0, told)));
    return report(cycle, request, failures);
  }

  private SyncReport report(
      long cycle, SyncRequest request, Map<EntityType, TidemarkException> failures) {
    Instant at = clock.instant();
    return new SyncReport(cycle, request.mode(), at, at, Position.START, Map.of(), 0, 0, failures);
  }

  private SyncReport failed(SyncRequest request, Throwable failure) {
    long cycle = journal.begin(request.mode(), clock.instant());
    String code = failure instanceof TidemarkException known ? known.code() : "BUG";
    journal.end(
        cycle,
        new Run.Ended(clock.instant(), new Run.Failed(code, String.valueOf(failure.getMessage()))));
    throw ScriptedReplica.<RuntimeException>same(failure);
  }

  /** Errors are thrown as they are. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E same(Throwable failure) throws E {
    throw (E) failure;
  }
}
