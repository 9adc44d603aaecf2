package dev.tidemark.core.sync;

import dev.tidemark.core.sync.Phase.Call;
import dev.tidemark.core.sync.SyncSchedule.SchedulePorts;
import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** Runs one cycle at a time on the worker, and brings it to an end when the schedule stops. */
final class Crew {

  /** A cycle that is to stop may just have begun, and is then told again. */
  static final Duration SOON = Duration.ofSeconds(1);

  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private final SchedulePorts ports;
  private final AtomicReference<Standpoint> mind;
  private final Executor worker;
  private final Runnable ended;

  /**
   * @param ended called on the worker behind every cycle
   */
  Crew(SchedulePorts ports, AtomicReference<Standpoint> mind, Executor worker, Runnable ended) {
    this.ports = ports;
    this.mind = mind;
    this.worker = worker;
    this.ended = ended;
  }

  /** Unless something happened since {@code seen}, which asked for a look of its own. */
  void begin(Standpoint seen, Call call) {
    if (!mind.compareAndSet(seen, seen.in(new Phase.Running(call)))) {
      return;
    }
    try {
      worker.execute(() -> run(call));
    } catch (RuntimeException refused) {
      end(call, Verdict.NOT_BEGUN);
      throw refused;
    }
  }

  private void run(Call call) {
    end(call, verdict(call));
    ended.run();
  }

  /** Nothing that a cycle throws goes further: it has been told, and the schedule lives on. */
  private Verdict verdict(Call call) {
    try {
      return mind.get().mayBegin() && ports.leadership().isLeader()
          ? Verdict.of(ports.replica().sync(call.request()))
          : Verdict.NOT_BEGUN;
    } catch (Throwable failure) {
      return Verdict.of(failure);
    }
  }

  private void end(Call call, Verdict verdict) {
    if (!mind.updateAndGet(seen -> seen.ended(call, verdict)).isOn()) {
      idle.complete(null);
    }
  }

  /** To be called when the schedule is off. Completes when nothing runs. */
  CompletionStage<Void> finish(Scheduler scheduler, Duration drain) {
    if (mind.get().isRunning()) {
      cancelAfter(drain, scheduler);
    } else {
      idle.complete(null);
    }
    return idle.minimalCompletionStage();
  }

  private void cancelAfter(Duration wait, Scheduler scheduler) {
    Scheduler.Pending pending = scheduler.after(wait, () -> cancel(scheduler));
    idle.thenRun(pending::cancel);
  }

  private void cancel(Scheduler scheduler) {
    if (mind.get().isRunning()) {
      ports.replica().cancel("the process is stopping");
      cancelAfter(SOON, scheduler);
    }
  }
}
