package dev.tidemark.core.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is due of one scope of a job, run one plan behind another on one thread of the pool. */
final class Flight {

  private final AtomicReference<@Nullable Execution> running = new AtomicReference<>();
  private final CompletableFuture<Void> landed = new CompletableFuture<>();
  private final Crew crew;
  private final Job job;
  private final String scope;
  private final BooleanSupplier isOver;

  /**
   * @param isOver whether nothing may be begun any more
   */
  Flight(Crew crew, Job job, String scope, BooleanSupplier isOver) {
    this.crew = crew;
    this.job = job;
    this.scope = scope;
    this.isOver = isOver;
  }

  CompletionStage<Void> landed() {
    return landed;
  }

  Optional<JobRun> running() {
    return Optional.ofNullable(running.get()).map(Execution::attempt);
  }

  void cancel() {
    Execution now = running.get();
    if (now != null) {
      now.cancel();
    }
  }

  /**
   * Whatever goes wrong is told.
   *
   * @return whether it has run anything, so that more may be due at once; what failed on a full
   *     disk, say, would do so again and again
   */
  boolean run() {
    try {
      return takeOff() > 0;
    } catch (Throwable failure) {
      crew.listener().on(new JobEvent.JobsFaltered("begin a run of " + job.name(), failure));
      return false;
    }
  }

  void land() {
    landed.complete(null);
  }

  /** As many plans as may be run in one go; says how many there were. */
  private int takeOff() {
    int plans = 0;
    while (plans < job.timing().atOnce() && mayBegin()) {
      Optional<RunRecord> claimed = crew.book().claim(job, scope, this::begun);
      if (claimed.isEmpty()) {
        if (plans == 0) {
          crew.listener().on(new JobEvent.PlanTaken(job.name(), scope));
        }
        return plans;
      }
      execute(claimed.get());
      plans++;
    }
    return plans;
  }

  private boolean mayBegin() {
    return !isOver.getAsBoolean() && (!job.onlyLeader() || crew.terms().leads().getAsBoolean());
  }

  /** By the clock of this moment, and not of the look. */
  private Optional<RunRecord> begun(List<RunRecord> runs) {
    Instant now = crew.clock().instant();
    return new Planning(job).next(runs, now) instanceof Next.Due due
        ? Optional.of(begun(due, now))
        : Optional.empty();
  }

  private RunRecord begun(Next.Due due, Instant now) {
    if (due.skipped() > 0) {
      crew.listener().on(new JobEvent.PlansSkipped(job.name(), scope, due.skipped()));
    }
    JobRun run = new JobRun(job.name(), scope, due.plan(), due.attempt());
    return RunRecord.begun(run, crew.terms().runner(), now, job.lease());
  }

  private void execute(RunRecord run) {
    Execution execution = new Execution(crew, job, run);
    running.set(execution);
    if (isOver.getAsBoolean()) {
      execution.cancel();
    }
    execution.run();
    running.set(null);
  }
}
