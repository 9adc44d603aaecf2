package dev.tidemark.core.job;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How the jobs of an application are run.
 *
 * @param runner what this process is called in the history
 * @param leads whether this process leads; asked before each plan
 * @param keep runs that ended longer ago are forgotten, but for the last one of each scope
 */
public record JobTerms(String runner, BooleanSupplier leads, Duration keep) {

  private static final Duration WEEK = Duration.ofDays(7);

  /** Runs are kept for a week. */
  public JobTerms(String runner, BooleanSupplier leads) {
    this(runner, leads, WEEK);
  }
}
