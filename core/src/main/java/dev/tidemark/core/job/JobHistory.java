package dev.tidemark.core.job;

import dev.tidemark.core.state.StateEngine;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What became of jobs, for whoever has the state and not the jobs. Safe for use by many threads.
 *
 * @see Jobs
 */
public final class JobHistory {

  private final RunBook book;
  private final Clock clock;

  /**
   * @param state holds the types of {@link JobTypes}
   */
  public JobHistory(StateEngine state, Clock clock) {
    this.book = new RunBook(state);
    this.clock = clock;
  }

  /**
   * Every scope of every job that has ever run, by name; when each is due next is not known. A run
   * that is damaged is left out.
   *
   * @throws dev.tidemark.core.StorageException if the state cannot be read
   */
  public List<JobStanding> standing() {
    Instant now = clock.instant();
    List<RunRecord> runs = book.all().stream().map(run -> run.asOf(now)).toList();
    return scopes(runs).entrySet().stream()
        .map(each -> standing(each.getKey(), each.getValue(), now, Optional.empty()))
        .toList();
  }

  /** The runs of each scope of each job. */
  static Map<Scope, List<RunRecord>> scopes(List<RunRecord> runs) {
    Map<Scope, List<RunRecord>> scopes = new TreeMap<>();
    runs.forEach(
        run -> scopes.computeIfAbsent(Scope.of(run.run()), each -> new ArrayList<>()).add(run));
    return scopes;
  }

  static JobStanding standing(
      Scope scope, List<RunRecord> runs, Instant now, Optional<Instant> next) {
    Comparator<RunRecord> order = RunRecord.byStart(now);
    return new JobStanding(
        scope.job(),
        scope.scope(),
        last(runs, RunRecord::isHolding, order).or(() -> last(runs, run -> true, order)),
        last(runs, run -> run.status() == JobStatus.SUCCEEDED, order),
        last(runs, run -> run.failure().isPresent(), order),
        next);
  }

  private static Optional<RunRecord> last(
      List<RunRecord> runs, Predicate<RunRecord> which, Comparator<RunRecord> order) {
    return runs.stream().filter(which).max(order);
  }

  /**
   * The last runs of a job, the newest plan first.
   *
   * @param atMost how many; zero or more
   * @throws IllegalArgumentException if it is less
   * @throws dev.tidemark.core.StorageException if the state cannot be read, or one of the runs,
   *     which is named
   */
  public List<RunRecord> history(String job, int atMost) {
    Instant now = clock.instant();
    return book.of(job).stream()
        .map(run -> run.asOf(now))
        .sorted(
            Comparator.comparing((RunRecord run) -> run.run().plan())
                .reversed()
                .thenComparing(run -> run.run().scope()))
        .limit(atMost)
        .toList();
  }

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
  public void release(String job, String scope, Instant plan) {
    book.release(new JobRun(job, scope, plan, 1), clock.instant());
  }
}
