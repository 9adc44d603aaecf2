package dev.tidemark.core.job;

import dev.tidemark.core.schema.RowKey;
import java.time.Instant;

/**
 * One attempt at one plan of a job.
 *
 * @param scope what part of the job's work it is; {@link Job#GLOBAL} if there is one alone
 * @param plan the time that it is planned for, which is not that of the run
 * @param attempt 1, and one more for each that failed before
 */
public record JobRun(String job, String scope, Instant plan, int attempt) {

  RowKey key() {
    return RowKey.of(job, scope, plan.toString());
  }

  JobRun again() {
    return new JobRun(job, scope, plan, attempt + 1);
  }

  /** For people: {@code rollup hourly of 2026-01-01T00:00:00Z}. */
  public String text() {
    return (scope.equals(Job.GLOBAL) ? job : job + " " + scope) + " of " + plan;
  }
}
