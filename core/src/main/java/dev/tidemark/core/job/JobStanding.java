package dev.tidemark.core.job;

import java.time.Instant;
import java.util.Optional;

/**
 * How one scope of a job stands.
 *
 * @param last the run that runs or waits for a person, or else the last one, whatever became of it
 * @param next when the next plan or attempt is due; empty where a run has to end first, where there
 *     is nothing to do for now, and in a process that does not run the job
 */
public record JobStanding(
    String job,
    String scope,
    Optional<RunRecord> last,
    Optional<RunRecord> lastSuccess,
    Optional<RunRecord> lastFailure,
    Optional<Instant> next) {

  public boolean isRunning() {
    return last.filter(RunRecord::isRunning).isPresent();
  }

  /** Whether no plan is run until a person has released the last one. */
  public boolean isWaiting() {
    return last.filter(run -> run.status() == JobStatus.WAITING).isPresent();
  }
}
