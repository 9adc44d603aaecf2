package dev.tidemark.core.job;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.time.Ambient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The jobs of an application. Once started, every plan is run when its time has come: by one
 * process of those that share the state, one plan at a time of a job and scope. Safe for use by
 * many threads.
 */
public interface Jobs {

  /**
   * Begins to run what is due; what goes wrong is told, and never thrown.
   *
   * @throws IllegalStateException if they were started before
   */
  void start();

  /**
   * One look: gives up runs of which nothing was heard, forgets old ones, and hands what is due to
   * the pool. For those who have not started the jobs, and look when they want to.
   *
   * @return when the next look is worthwhile, a minute at most
   * @throws dev.tidemark.core.StorageException if the state cannot be read or written
   */
  Duration tend();

  /** The names of the jobs of this process, in order. */
  List<String> names();

  /**
   * Every scope of every job that is known here or in the history, by name. A run that is damaged
   * is left out.
   *
   * @throws dev.tidemark.core.StorageException if the state cannot be read
   */
  List<JobStanding> standing();

  /**
   * The last runs of a job, the newest plan first; none of a job that is not known.
   *
   * @param atMost how many; zero or more
   * @throws IllegalArgumentException if it is less
   * @throws dev.tidemark.core.StorageException if the state cannot be read, or one of the runs,
   *     which is named
   */
  List<RunRecord> history(String job, int atMost);

  /**
   * Lets a run go that waits for a person, or of which nothing was heard for so long that it is as
   * good as dead: it counts as abandoned, and the job goes on, with this plan where every one
   * counts and it has attempts left. Atomic.
   *
   * @throws dev.tidemark.core.NotFoundException if there is no such run
   * @throws dev.tidemark.core.ConflictException if it neither waits nor is dead, or was changed
   *     meanwhile
   * @throws dev.tidemark.core.StorageException if the state cannot be read or written
   */
  void release(String job, String scope, Instant plan);

  /** What runs in this process at the moment, in no order. */
  List<JobRun> running();

  /**
   * Nothing is begun from now on, and what runs is interrupted. Idempotent.
   *
   * @return completes when nothing runs
   */
  CompletionStage<Void> stop();

  /**
   * @param terms who runs them, on what
   * @param workers runs the handlers, one thread for each that runs, and what is written in
   *     between; a handler that has to wait for a thread is late
   * @throws dev.tidemark.core.InvalidConfigurationException if two jobs have one name
   */
  static Jobs of(
      Collection<Job> jobs,
      JobTerms terms,
      StateEngine state,
      Ambient ambient,
      Executor workers,
      Listener listener) {
    return new ScheduledJobs(jobs, terms, state, ambient, workers, listener);
  }
}
