package dev.tidemark.core.job;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.job.RunRecord.Failure;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.core.time.Stoppable;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One run, on the thread that makes this: its heartbeats, its time, and how it ends. */
final class Execution {

  private enum Stop {
    RUN_TIMEOUT,
    LEASE_LOST,
    CANCELLED
  }

  private final Stoppable<Stop> work = new Stoppable<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicReference<Scheduler.Pending> beat = new AtomicReference<>(() -> {});
  private final Crew crew;
  private final Job job;
  private final RunRecord run;

  Execution(Crew crew, Job job, RunRecord run) {
    this.crew = crew;
    this.job = job;
    this.run = run;
  }

  /** Interrupts the handler, since the process stops. */
  void cancel() {
    work.stop(Stop.CANCELLED);
  }

  JobRun attempt() {
    return run.run();
  }

  void run() {
    crew.listener().on(new JobEvent.JobStarted(run));
    Scheduler.Pending watchdog =
        crew.scheduler().after(job.lease().runTimeout(), () -> work.stop(Stop.RUN_TIMEOUT));
    beatLater();
    Outcome outcome = outcome();
    watchdog.cancel();
    conclude(outcome);
  }

  /** What a handler has thrown, or given. */
  private sealed interface Outcome {

    record Done(JobResult result) implements Outcome {}

    record Thrown(Throwable failure) implements Outcome {}
  }

  private Outcome outcome() {
    try {
      return new Outcome.Done(job.handler().run(run.run()));
    } catch (Throwable failure) {
      return new Outcome.Thrown(failure);
    } finally {
      ended.set(true);
      beat.get().cancel();
      work.land();
    }
  }

  private void beatLater() {
    beat.set(crew.scheduler().after(job.lease().heartbeat(), () -> hand(this::beat)));
  }

  private void hand(Runnable task) {
    try {
      crew.workers().execute(task);
    } catch (RejectedExecutionException nobodyWorks) {
      beatLater();
    }
  }

  /** A state that cannot be written now can be at the next beat, which comes before it is late. */
  private void beat() {
    if (ended.get()) {
      return;
    }
    try {
      Instant until = crew.clock().instant().plus(job.lease().staleTimeout());
      if (!crew.book().replace(run, run.aliveUntil(until))) {
        work.stop(Stop.LEASE_LOST);
        return;
      }
    } catch (RuntimeException unwritten) {
      crew.listener()
          .on(new JobEvent.JobsFaltered("tell that " + run.run().text() + " runs", unwritten));
    }
    if (!ended.get()) {
      beatLater();
    }
  }

  /** What returns normally has succeeded, however late, if the run still is its own. */
  private void conclude(Outcome outcome) {
    Instant now = crew.clock().instant();
    if (outcome instanceof Outcome.Done done) {
      RunRecord as = run.succeeded(now, done.result());
      write(as, new JobEvent.JobSucceeded(as));
    } else if (outcome instanceof Outcome.Thrown thrown) {
      RunRecord as = failed(now, thrown.failure());
      write(as, new JobEvent.JobFailed(as, thrown.failure()));
    }
  }

  private RunRecord failed(Instant now, Throwable failure) {
    Failure why = new Failure(code(), message(failure));
    return run.ended(JobStatus.FAILED, now, nextTry(now), why);
  }

  private Optional<Instant> nextTry(Instant now) {
    if (!job.attempts().areLeft(run.run())) {
      return Optional.empty();
    }
    boolean isCancelled = work.reason().filter(Stop.CANCELLED::equals).isPresent();
    return Optional.of(isCancelled ? now : now.plus(job.attempts().after(run.run().attempt())));
  }

  private String code() {
    return work.reason()
        .map(why -> why == Stop.RUN_TIMEOUT ? Failure.RUN_TIMEOUT : Failure.CANCELLED)
        .orElse(Failure.HANDLER_ERROR);
  }

  private String message(Throwable failure) {
    String thrown =
        failure instanceof TidemarkException
            ? String.valueOf(failure.getMessage())
            : failure.toString();
    return work.reason().filter(Stop.RUN_TIMEOUT::equals).isPresent()
        ? "it took longer than %d s: %s".formatted(job.lease().runTimeout().toSeconds(), thrown)
        : thrown;
  }

  private void write(RunRecord as, JobEvent event) {
    try {
      boolean isOwn =
          as.hasFoundNothing() && job.timing().catchUp() == CatchUp.LATEST_ONLY
              ? crew.book().replaceAndFold(run, as)
              : crew.book().replace(run, as);
      crew.listener().on(isOwn ? event : new JobEvent.JobLeaseLost(run));
    } catch (RuntimeException unwritten) {
      crew.listener().on(new JobEvent.JobUnrecorded(as, unwritten));
    }
  }
}
