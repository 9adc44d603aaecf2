package dev.tidemark.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Says what is next for one scope of a job, by its history and the time. Only plans up to now
 * count: those that lie ahead, since the clock was set back, are as good as not there, so that they
 * hold nothing up; and no plan that is there and has ended is run again.
 */
final class Planning {

  private final Timing timing;
  private final Attempts attempts;

  Planning(Job job) {
    this.timing = job.timing();
    this.attempts = job.attempts();
  }

  /**
   * @param runs those of this scope, in any order
   */
  Next next(Collection<RunRecord> runs, Instant now) {
    if (runs.stream().anyMatch(RunRecord::isHolding)) {
      return new Next.Held();
    }
    Instant current = timing.floor(now.minus(timing.delay()));
    Optional<RunRecord> newest =
        runs.stream()
            .filter(run -> !run.run().plan().isAfter(current))
            .max(Comparator.comparing(run -> run.run().plan()));
    Optional<RunRecord> retry = newest.filter(run -> run.isToBeRetried(attempts));
    return retry
        .flatMap(RunRecord::nextTry)
        .filter(at -> isAhead(at, now))
        .<Next>map(Next.Later::new)
        .orElseGet(() -> plan(newest.map(RunRecord::run), retry.isPresent(), current, now));
  }

  /** A wait that is longer than any is of a clock that was set back since. */
  private boolean isAhead(Instant time, Instant now) {
    return time.isAfter(now) && !time.isAfter(now.plus(attempts.longest()));
  }

  private Next plan(Optional<JobRun> newest, boolean isRetry, Instant current, Instant now) {
    if (newest.isEmpty()) {
      return new Next.Due(current, 1, 0);
    }
    JobRun before = newest.get();
    Instant wanted = isRetry ? before.plan() : timing.next(before.plan());
    if (wanted.isAfter(current)) {
      return new Next.Later(wanted.plus(timing.delay()));
    }
    return timing.catchUp() == CatchUp.LATEST_ONLY
        ? new Next.Due(current, isRetry ? before.attempt() + 1 : 1, 0)
        : inOrder(before, wanted, oldest(current, now));
  }

  private Next inOrder(JobRun before, Instant wanted, Instant oldest) {
    if (wanted.isBefore(oldest)) {
      long skipped = Duration.between(wanted, oldest).dividedBy(timing.cadence());
      return new Next.Due(oldest, 1, skipped);
    }
    return new Next.Due(wanted, wanted.equals(before.plan()) ? before.attempt() + 1 : 1, 0);
  }

  /** The first plan in the window. */
  private Instant oldest(Instant current, Instant now) {
    Instant begin = now.minus(timing.window());
    Instant floor = timing.floor(begin);
    Instant first = floor.equals(begin) ? floor : timing.next(floor);
    return first.isAfter(current) ? current : first;
  }
}
