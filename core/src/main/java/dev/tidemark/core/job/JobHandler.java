package dev.tidemark.core.job;

/** What a job does. */
@FunctionalInterface
public interface JobHandler {

  /**
   * Does the work of one plan, on a thread of the pool, which it may block. The thread is
   * interrupted when the run takes too long, was given up and taken by another runner, or is to
   * stop; who ends early because of that throws. A plan may be run again, so that the work must be
   * such that repeating it does no harm, or the job not reentrant and have one attempt.
   *
   * @return what was done; {@link JobResult#NOTHING} where there was nothing to do
   * @throws RuntimeException if it failed: noted in the history, and tried again if attempts are
   *     left
   */
  JobResult run(JobRun run);
}
