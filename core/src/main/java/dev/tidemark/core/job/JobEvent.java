package dev.tidemark.core.job;

import dev.tidemark.core.event.Event;
import java.util.List;

/** What the jobs tell. */
public sealed interface JobEvent extends Event {

  /** A plan was taken, and its handler is about to run. */
  record JobStarted(RunRecord run) implements JobEvent {}

  record JobSucceeded(RunRecord run) implements JobEvent {}

  /** The handler threw; whether and when it is tried again is in the run. */
  record JobFailed(RunRecord run, Throwable failure) implements JobEvent {}

  /** A run of which nothing was heard any more was given up, by this process or for it to see. */
  record JobAbandoned(RunRecord run) implements JobEvent {}

  /** The same, and no plan of the job and scope is run until a person has released it. */
  record JobWaitsForPerson(RunRecord run) implements JobEvent {}

  /** A run of this process was given up by another one: its handler is interrupted. */
  record JobLeaseLost(RunRecord run) implements JobEvent {}

  /** What became of a run cannot be written: it will be given up. */
  record JobUnrecorded(RunRecord run, Throwable failure) implements JobEvent {}

  /** Another process has taken the plan that this one was about to. */
  record PlanTaken(String job, String scope) implements JobEvent {}

  /** Plans are older than the window of a job that runs every one; they are not run. */
  record PlansSkipped(String job, String scope, long plans) implements JobEvent {}

  /**
   * The process stops while these still run, though they were interrupted.
   *
   * @param runs empty if it is not a handler that does not end
   */
  record JobsLeftBehind(List<JobRun> runs) implements JobEvent {

    public JobsLeftBehind {
      runs = List.copyOf(runs);
    }
  }

  /**
   * Something around the jobs failed, and is tried again.
   *
   * @param attempted {@code look for what is due}
   */
  record JobsFaltered(String attempted, Throwable failure) implements JobEvent {}
}
