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

  private static final Comparator<RunRecord> BY_START =
      Comparator.comparing(RunRecord::startedAt).thenComparing(run -> run.run().plan());

  private final RunBook book;
  private final Clock clock;

  /**
   * @param state holds the types of {@link JobTypes}
   */
  public JobHistory(StateEngine state, Clock clock) {
    this.book = new RunBook(state);
    this.clock = clock;
  }

  /** Every scope of every job that has ever run, by name; when each is due next is not known. */
  public List<JobStanding> standing() {
    return scopes(runs()).entrySet().stream()
        .map(each -> standing(each.getKey(), each.getValue(), Optional.empty()))
        .toList();
  }

  private List<RunRecord> runs() {
    Instant now = clock.instant();
    return book.all().stream().map(run -> run.asOf(now)).toList();
  }

  /** The runs of each scope of each job. */
  static Map<Scope, List<RunRecord>> scopes(List<RunRecord> runs) {
    Map<Scope, List<RunRecord>> scopes = new TreeMap<>();
    runs.forEach(
        run -> scopes.computeIfAbsent(Scope.of(run.run()), each -> new ArrayList<>()).add(run));
    return scopes;
  }

  static JobStanding standing(Scope scope, List<RunRecord> runs, Optional<Instant> next) {
    return new JobStanding(
        scope.job(),
        scope.scope(),
        last(runs, RunRecord::isHolding).or(() -> last(runs, run -> true)),
        last(runs, run -> run.status() == JobStatus.SUCCEEDED),
        last(runs, run -> run.failure().isPresent()),
        next);
  }

  private static Optional<RunRecord> last(List<RunRecord> runs, Predicate<RunRecord> which) {
    return runs.stream().filter(which).max(BY_START);
  }

  /** The last runs of a job, the newest plan first. */
  public List<RunRecord> history(String job, int atMost) {
    return runs().stream()
        .filter(run -> run.run().job().equals(job))
        .sorted(
            Comparator.comparing((RunRecord run) -> run.run().plan())
                .reversed()
                .thenComparing(run -> run.run().scope()))
        .limit(atMost)
        .toList();
  }

  /**
   * Lets a run go that waits for a person: it counts as abandoned, and the job goes on, with this
   * plan where every one counts and it has attempts left.
   *
   * @throws dev.tidemark.core.NotFoundException if there is no such run
   * @throws dev.tidemark.core.ConflictException if it does not wait
   */
  public void release(String job, String scope, Instant plan) {
    Instant now = clock.instant();
    book.release(
        new JobRun(job, scope, plan, 1),
        run ->
            run.ended(
                JobStatus.ABANDONED,
                run.endedAt().orElse(now),
                Optional.of(now),
                run.failure().orElseThrow()));
  }
}
