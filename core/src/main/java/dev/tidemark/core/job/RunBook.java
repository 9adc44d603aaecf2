package dev.tidemark.core.job;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StrongRows;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The runs in the state. Every change is made in one transaction with the look that it is made for.
 * Each claim of a plan raises its attempt, so that row and attempt say whose run it is: whoever
 * finds another attempt, or none that runs, has lost it. Safe for use by many threads.
 */
final class RunBook {

  private final StateEngine state;
  private final StrongTable<StoredRun> table;

  RunBook(StateEngine state) {
    this.state = state;
    this.table = state.strong(StoredRun.CODEC);
  }

  /** Those that can be read: one that cannot holds up its own scope, and no other. */
  List<RunRecord> all() {
    return table.list().stream().flatMap(row -> row.value().ifReadable().stream()).toList();
  }

  /**
   * The runs of all scopes of a job.
   *
   * @throws dev.tidemark.core.StorageException if one cannot be read, with its key
   */
  List<RunRecord> of(String job) {
    return table.list().stream()
        .map(Versioned::value)
        .filter(run -> run.job().equals(job))
        .map(StoredRun::record)
        .toList();
  }

  private static List<RunRecord> of(String job, String scope, StrongRows<StoredRun> rows) {
    return rows.list().stream()
        .map(Versioned::value)
        .filter(run -> run.job().equals(job) && run.scope().equals(scope))
        .map(StoredRun::record)
        .toList();
  }

  /**
   * Begins what the function makes of the runs of this scope, if anything.
   *
   * @throws ConflictException if another writer was quicker
   * @throws dev.tidemark.core.StorageException if a run of this scope cannot be read, with its key
   */
  Optional<RunRecord> claim(
      Job job, String scope, Function<List<RunRecord>, Optional<RunRecord>> begun) {
    return state.transact(
        "begin a run of " + job.name(),
        transaction -> {
          StrongRows<StoredRun> rows = transaction.in(table);
          Optional<RunRecord> run = begun.apply(of(job.name(), scope, rows));
          run.ifPresent(each -> rows.save(StoredRun.of(each)));
          return run;
        });
  }

  /**
   * Puts this in the place of the run as it is now.
   *
   * @return false if it does not run any more, or as another attempt
   */
  boolean replace(RunRecord run, RunRecord with) {
    return state.transact(
        "write down a run of " + run.run().job(),
        transaction -> replace(transaction.in(table), run.run(), JobStatus.RUNNING, with));
  }

  private static boolean replace(
      StrongRows<StoredRun> rows, JobRun run, JobStatus in, RunRecord with) {
    Optional<Versioned<StoredRun>> found = rows.find(run.key());
    boolean isStill =
        found
            .map(row -> row.value().record())
            .filter(now -> now.status() == in && now.run().equals(run))
            .isPresent();
    if (isStill) {
      rows.update(StoredRun.of(with), found.get().version());
    }
    return isStill;
  }

  /** As {@link #replace}; and the run before that has found nothing to do either is forgotten. */
  boolean replaceAndFold(RunRecord run, RunRecord with) {
    return state.transact(
        "write down a run of " + run.run().job(),
        transaction -> {
          StrongRows<StoredRun> rows = transaction.in(table);
          boolean isDone = replace(rows, run.run(), JobStatus.RUNNING, with);
          if (isDone) {
            before(run.run(), rows)
                .filter(RunRecord::hasFoundNothing)
                .ifPresent(each -> rows.delete(each.run().key()));
          }
          return isDone;
        });
  }

  private static Optional<RunRecord> before(JobRun run, StrongRows<StoredRun> rows) {
    return of(run.job(), run.scope(), rows).stream()
        .filter(each -> each.run().plan().isBefore(run.plan()))
        .max(Comparator.comparing(each -> each.run().plan()));
  }

  /**
   * Gives up a run as it was seen, unless something was heard of it since.
   *
   * @return whether it was
   */
  boolean giveUp(RunRecord seen, RunRecord as) {
    return state.transact(
        "give up a run of " + seen.run().job(),
        transaction -> {
          StrongRows<StoredRun> rows = transaction.in(table);
          boolean isAsSeen =
              rows.find(seen.run().key())
                  .filter(row -> row.value().equals(StoredRun.of(seen)))
                  .isPresent();
          return isAsSeen && replace(rows, seen.run(), JobStatus.RUNNING, as);
        });
  }

  /**
   * Lets a run go that waits, or of which nothing was heard until now.
   *
   * @throws dev.tidemark.core.NotFoundException if there is no such run
   * @throws ConflictException if it does not wait
   */
  void release(JobRun plan, Instant now) {
    state.transact(
        "release " + plan.text(),
        transaction -> {
          StrongRows<StoredRun> rows = transaction.in(table);
          Versioned<StoredRun> row = rows.get(plan.key());
          RunRecord found = row.value().record();
          if (!found.isReleasable(now)) {
            throw new ConflictException(
                "release %s: expected a run that waits, found one that is %s"
                    .formatted(plan.text(), found.status().word()));
          }
          return rows.update(StoredRun.of(found.released(now)), row.version());
        });
  }

  /** Forgets these runs, where they are still there. */
  void forget(Collection<RunRecord> runs) {
    state.transact(
        "forget old runs of jobs",
        transaction -> {
          StrongRows<StoredRun> rows = transaction.in(table);
          runs.stream()
              .filter(run -> rows.find(run.run().key()).isPresent())
              .forEach(run -> rows.delete(run.run().key()));
          return runs.size();
        });
  }
}
