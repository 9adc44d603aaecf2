package dev.tidemark.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gives up runs of which nothing is heard, and forgets old ones. */
final class Upkeep {

  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * Each look reads all runs: those of a job that comes back every few seconds must not be many.
   */
  private static final int MOST = 1_000;

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
        run.givenUp(isReentrant ? JobStatus.ABANDONED : JobStatus.WAITING, now, retry(run, now));
    boolean isDone = crew.book().giveUp(run, as);
    if (isDone) {
      crew.listener()
          .on(isReentrant ? new JobEvent.JobAbandoned(as) : new JobEvent.JobWaitsForPerson(as));
    }
    return isDone;
  }

  /** How often a job is tried that is not known here, others know. */
  private Optional<Instant> retry(RunRecord run, Instant now) {
    Job job = jobs.get(run.run().job());
    return job == null || job.attempts().areLeft(run.run()) ? Optional.of(now) : Optional.empty();
  }

  /**
   * Once an hour, so that the state is not written for each. The last run of a scope is kept, if
   * the job is known here: what scopes it has may be known to the process alone that leads.
   */
  void forget(List<RunRecord> runs) {
    Instant now = crew.clock().instant();
    if (Duration.between(forgotten.get(), now).abs().compareTo(HOUR) < 0) {
      return;
    }
    forgotten.set(now);
    List<RunRecord> old =
        JobHistory.scopes(runs).values().stream().flatMap(scope -> old(scope, now)).toList();
    if (!old.isEmpty()) {
      crew.book().forget(old);
    }
  }

  private Stream<RunRecord> old(List<RunRecord> scope, Instant now) {
    List<RunRecord> newestFirst = scope.stream().sorted(RunRecord.byPlan(now).reversed()).toList();
    boolean isKnown = jobs.containsKey(newestFirst.get(0).run().job());
    return IntStream.range(isKnown ? 1 : 0, newestFirst.size())
        .filter(i -> i >= MOST || isOld(newestFirst.get(i), now))
        .mapToObj(newestFirst::get)
        .filter(run -> !run.isHolding());
  }

  private boolean isOld(RunRecord run, Instant now) {
    return run.endedAt().filter(at -> at.isBefore(now.minus(crew.terms().keep()))).isPresent();
  }
}
