package dev.tidemark.core.sync;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Run.Ended;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.time.Ambient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The frame of a cycle: single flight, the journal on every way out, and the steps in order. */
final class SyncService implements SyncReplica {

  private final AtomicBoolean running = new AtomicBoolean();
  private final Schema schema;
  private final SyncPorts ports;
  private final SyncPolicy policy;
  private final Clock clock;
  private final Listener listener;

  SyncService(
      Schema schema, SyncPorts ports, SyncPolicy policy, Ambient ambient, Listener listener) {
    this.schema = schema;
    this.ports = ports;
    this.policy = policy;
    this.clock = ambient.clock();
    this.listener = listener;
  }

  @Override
  public void cancel(String why) {}

  @Override
  public SyncReport sync(SyncRequest request) {
    if (!running.compareAndSet(false, true)) {
      throw new AlreadyRunningException(
          "sync " + schema.name() + ": a cycle is already running here; wait for it to end");
    }
    try {
      return journalled(request.mode());
    } finally {
      running.set(false);
    }
  }

  private SyncReport journalled(Mode asked) {
    SyncJournal journal = ports.journal();
    Instant startedAt = now();
    journal.reap(startedAt);
    Map<EntityType, Cursor> cursors = ports.cursors().cursors();
    Mode mode = cursors.isEmpty() ? Mode.FULL : asked;
    Cycle cycle = new Cycle(journal.begin(mode, startedAt), mode, startedAt, cursors);
    return run(cycle);
  }

  /**
   * The staging area is closed behind the journal: when that fails, the cycle has succeeded
   * nevertheless.
   */
  private SyncReport run(Cycle cycle) {
    try (Staging staging = orFailed(cycle, () -> begin(cycle))) {
      return succeeded(cycle, orFailed(cycle, () -> apply(cycle, staging)));
    }
  }

  /**
   * What fails behind these steps has failed after the commit, and must not be journalled as a
   * failure.
   */
  private <T> T orFailed(Cycle cycle, Supplier<T> step) {
    try {
      return step.get();
    } catch (Throwable failure) {
      failed(cycle, failure);
      throw failure;
    }
  }

  private Staging begin(Cycle cycle) {
    listener.on(new SyncEvent.CycleStarted(cycle.number(), cycle.mode(), cycle.startedAt()));
    return ports.store().stage(cycle.mode());
  }

  private Outcome apply(Cycle cycle, Staging staging) {
    Fetching fetching = new Fetching(ports.upstream(), staging, listener);
    Window window = new Window(cycle, fetching, policy, listener);
    for (EntityType type : schema.types()) {
      window.stage(type);
    }
    new Parents(cycle, fetching, staging, policy, clock, listener).complete();
    listener.on(new SyncEvent.ApplyStarted(cycle.number()));
    Applied applied =
        ports.store().apply(staging, window.plan(now(), schema, ports.upstream().identity()));
    return new Outcome(applied, fetching.requests(), fetching.bytes());
  }

  private SyncReport succeeded(Cycle cycle, Outcome outcome) {
    SyncReport report =
        new SyncReport(
            cycle.number(),
            cycle.mode(),
            cycle.startedAt(),
            now(),
            outcome.applied().position(),
            outcome.applied().tallies(),
            outcome.requests(),
            outcome.bytes(),
            Map.of());
    Tally total = report.total();
    ports
        .journal()
        .end(
            cycle.number(),
            new Ended(
                report.endedAt(),
                new Run.Succeeded(report.position(), total, report.requests(), report.bytes())));
    listener.on(new SyncEvent.CycleSucceeded(report));
    return report;
  }

  /** Never hides the failure: what goes wrong on the way to the journal is added to it. */
  private void failed(Cycle cycle, Throwable failure) {
    try {
      Instant at = now();
      ports.journal().end(cycle.number(), new Ended(at, outcome(failure)));
      listener.on(new SyncEvent.CycleFailed(cycle.number(), cycle.mode(), failure, at));
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  private static Run.Failed outcome(Throwable failure) {
    return failure instanceof TidemarkException known
        ? new Run.Failed(known.code(), String.valueOf(known.getMessage()))
        : new Run.Failed("BUG", failure.toString());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private record Outcome(Applied applied, int requests, long bytes) {}
}
