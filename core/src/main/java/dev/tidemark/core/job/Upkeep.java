package dev.tidemark.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Gives up runs of which nothing is heard, and forgets old ones. */
final class Upkeep {

  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicReference<Instant> forgotten = new AtomicReference<>(Instant.EPOCH);
  private final Map<JobRun, Sighting> sightings = new ConcurrentHashMap<>();
  private final Crew crew;
  private final Map<String, Job> jobs;

  Upkeep(Crew crew, Map<String, Job> jobs) {
    this.crew = crew;
    this.jobs = jobs;
  }

  private record Sighting(Instant aliveUntil, Instant at) {}

  /**
   * @param own those that this process runs, and knows to be alive
   * @return whether any was given up
   */
  boolean giveUp(List<RunRecord> runs, Set<Scope> own) {
    Instant now = crew.clock().instant();
    sightings.keySet().retainAll(runs.stream().map(RunRecord::run).collect(Collectors.toSet()));
    return runs.stream()
            .filter(RunRecord::isRunning)
            .filter(run -> !own.contains(Scope.of(run.run())))
            .filter(run -> isStale(run, now))
            .filter(run -> giveUp(run, now))
            .count()
        > 0;
  }

  /** That of a run from before the clock was set back is taken to begin when it is first seen. */
  private boolean isStale(RunRecord run, Instant now) {
    Duration stale = lease(run).staleTimeout();
    if (!run.aliveUntil().isAfter(now.plus(stale))) {
      return !run.aliveUntil().isAfter(now);
    }
    Sighting seen =
        sightings.merge(
            run.run(),
            new Sighting(run.aliveUntil(), now),
            (old, fresh) ->
                old.aliveUntil().equals(fresh.aliveUntil()) && !old.at().isAfter(now)
                    ? old
                    : fresh);
    return !now.isBefore(seen.at().plus(stale));
  }

  private Lease lease(RunRecord run) {
    Job job = jobs.get(run.run().job());
    return job == null ? Lease.DEFAULTS : job.lease();
  }

  private boolean giveUp(RunRecord run, Instant now) {
    boolean isReentrant = lease(run).reentrant();
    RunRecord as =
        isReentrant
            ? run.givenUp(JobStatus.ABANDONED, now, Optional.of(now))
            : run.givenUp(JobStatus.WAITING, now, Optional.empty());
    boolean isDone = crew.book().giveUp(run, as);
    if (isDone) {
      crew.listener()
          .on(isReentrant ? new JobEvent.JobAbandoned(as) : new JobEvent.JobWaitsForPerson(as));
    }
    return isDone;
  }

  /**
   * Once an hour, so that the state is not written for each.
   *
   * @param current the scopes that the jobs have now: the last run of each is kept
   */
  void forget(List<RunRecord> runs, Set<Scope> current) {
    Instant now = crew.clock().instant();
    if (Duration.between(forgotten.get(), now).abs().compareTo(HOUR) < 0) {
      return;
    }
    forgotten.set(now);
    Set<RunRecord> last =
        JobHistory.scopes(runs).entrySet().stream()
            .filter(each -> current.contains(each.getKey()))
            .flatMap(each -> each.getValue().stream().max(BY_PLAN).stream())
            .collect(Collectors.toSet());
    List<RunRecord> old =
        runs.stream().filter(run -> isOld(run, now)).filter(run -> !last.contains(run)).toList();
    if (!old.isEmpty()) {
      crew.book().forget(old);
    }
  }

  private static final Comparator<RunRecord> BY_PLAN =
      Comparator.comparing(run -> run.run().plan());

  private boolean isOld(RunRecord run, Instant now) {
    return !run.isHolding()
        && run.endedAt().filter(at -> at.isBefore(now.minus(crew.terms().keep()))).isPresent();
  }
}
