package dev.tidemark.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A plan of a job in the history, with its last attempt.
 *
 * @param runner the process that has run it
 * @param aliveUntil when it is given up if nothing more is heard of it
 * @param endedAt empty while it runs
 * @param nextTry from when it is tried again, which for one that waits is not before it is
 *     released; empty if it is not
 * @param result of a success; {@link JobResult#NOTHING} before
 */
public record RunRecord(
    JobRun run,
    String runner,
    JobStatus status,
    Instant startedAt,
    Instant aliveUntil,
    Optional<Instant> endedAt,
    Optional<Instant> nextTry,
    JobResult result,
    Optional<Failure> failure) {

  /**
   * Why a run did not succeed.
   *
   * @param code {@code handler_error}, {@code run_timeout}, {@code cancelled} or {@code stale}
   * @param message at most 4000 characters
   */
  public record Failure(String code, String message) {

    static final String HANDLER_ERROR = "handler_error";
    static final String RUN_TIMEOUT = "run_timeout";
    static final String CANCELLED = "cancelled";
    static final String STALE = "stale";

    private static final int LONGEST = 4_000;

    public Failure {
      message = ShortText.of(message, LONGEST);
    }
  }

  /** How long it took, or has taken up to now. */
  public Duration took(Instant now) {
    Duration time = Duration.between(startedAt, endedAt.orElse(now));
    return time.isNegative() ? Duration.ZERO : time;
  }

  /** Whether its process stopped meanwhile, as somebody wanted it to: no trouble of the job. */
  public boolean isCancelled() {
    return failure.filter(why -> why.code().equals(Failure.CANCELLED)).isPresent();
  }

  /**
   * The newest plan is the last; one that lies ahead, of a clock that was, is before all others.
   */
  static Comparator<RunRecord> byPlan(Instant now) {
    return upToNow(now).thenComparing(run -> run.run().plan());
  }

  /** The same by when they were begun. */
  static Comparator<RunRecord> byStart(Instant now) {
    return upToNow(now).thenComparing(RunRecord::startedAt).thenComparing(run -> run.run().plan());
  }

  private static Comparator<RunRecord> upToNow(Instant now) {
    return Comparator.comparing(run -> !run.run().plan().isAfter(now));
  }

  boolean isRunning() {
    return status == JobStatus.RUNNING;
  }

  /** Whether it stands in the way of other plans of its job and scope. */
  boolean isHolding() {
    return isRunning() || status == JobStatus.WAITING;
  }

  boolean hasFoundNothing() {
    return status == JobStatus.SUCCEEDED && result.isNothing();
  }

  boolean isToBeRetried(Attempts attempts) {
    return nextTry.isPresent() && attempts.areLeft(run);
  }

  static RunRecord begun(JobRun run, String runner, Instant now, Lease lease) {
    return new RunRecord(
        run,
        runner,
        JobStatus.RUNNING,
        now,
        now.plus(lease.staleTimeout()),
        Optional.empty(),
        Optional.empty(),
        JobResult.NOTHING,
        Optional.empty());
  }

  RunRecord aliveUntil(Instant time) {
    return new RunRecord(run, runner, status, startedAt, time, endedAt, nextTry, result, failure);
  }

  RunRecord succeeded(Instant at, JobResult with) {
    return new RunRecord(
        run,
        runner,
        JobStatus.SUCCEEDED,
        startedAt,
        aliveUntil,
        Optional.of(at),
        Optional.empty(),
        with,
        Optional.empty());
  }

  RunRecord ended(JobStatus as, Instant at, Optional<Instant> retry, Failure why) {
    return new RunRecord(
        run,
        runner,
        as,
        startedAt,
        aliveUntil,
        Optional.of(at),
        retry,
        JobResult.NOTHING,
        Optional.of(why));
  }

  RunRecord givenUp(JobStatus as, Instant at, Optional<Instant> retry) {
    String message = "nothing was heard of %s until %s".formatted(runner, aliveUntil);
    return ended(as, at, retry, new Failure(Failure.STALE, message));
  }

  /** Whether a person may let it go: it waits for that, or nobody has noted yet that it is dead. */
  boolean isReleasable(Instant now) {
    return status == JobStatus.WAITING || isDead(now);
  }

  private boolean isDead(Instant now) {
    return isRunning() && !aliveUntil.isAfter(now);
  }

  /** One that nobody has given up yet is tried again as far as is known here. */
  RunRecord released(Instant now) {
    RunRecord ended = asOf(now);
    Optional<Instant> retry = isDead(now) ? Optional.of(now) : nextTry.map(at -> now);
    return ended.ended(
        JobStatus.ABANDONED, ended.endedAt.orElse(now), retry, ended.failure.orElseThrow());
  }

  /** As it looks at this time: a run of which nothing was heard does not run, noted or not. */
  RunRecord asOf(Instant now) {
    return isDead(now) ? givenUp(JobStatus.ABANDONED, aliveUntil, Optional.empty()) : this;
  }
}
