package dev.tidemark.core.job;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Turns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Looks when something is due, and hands it to the pool: one flight for each scope of each job. */
final class ScheduledJobs implements Jobs {

  /** However the clock is set, or others change the state, it is noticed within this time. */
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Map<Scope, Flight> flights = new ConcurrentHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Map<String, Job> jobs;
  private final Crew crew;
  private final Upkeep upkeep;
  private final Turns turns;
  private final JobHistory history;

  ScheduledJobs(
      Collection<Job> jobs,
      JobTerms terms,
      StateEngine state,
      Ambient ambient,
      Executor workers,
      Listener listener) {
    this.jobs = byName(jobs);
    Clock clock = Clock.tick(ambient.clock(), Duration.ofMillis(1));
    this.crew =
        new Crew(
            terms,
            new RunBook(state),
            clock,
            ambient.scheduler(),
            workers,
            Listener.unshaken(listener));
    this.upkeep = new Upkeep(crew, this.jobs);
    this.turns = new Turns(ambient.scheduler(), workers, this::turn);
    this.history = new JobHistory(state, clock);
  }

  private static Map<String, Job> byName(Collection<Job> jobs) {
    Map<String, Job> named = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (Job job : jobs) {
      if (named.put(job.name(), job) != null) {
        problems.add("two jobs are called " + job.name());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("jobs", problems);
    }
    return named;
  }

  @Override
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("start the jobs: they were started before");
    }
    turns.ask();
  }

  private Duration turn() {
    try {
      return tend();
    } catch (Throwable failure) {
      crew.listener().on(new JobEvent.JobsFaltered("look for what is due", failure));
      return MINUTE;
    }
  }

  @Override
  public Duration tend() {
    Map<Scope, Job> scopes = scopes();
    List<RunRecord> runs = crew.book().all();
    if (upkeep.giveUp(runs, flights.keySet())) {
      runs = crew.book().all();
    }
    upkeep.forget(runs);
    Map<Scope, List<RunRecord>> known = JobHistory.scopes(runs);
    Instant now = crew.clock().instant();
    Duration wait = MINUTE;
    for (Map.Entry<Scope, Job> each : scopes.entrySet()) {
      List<RunRecord> own = known.getOrDefault(each.getKey(), List.of());
      wait = min(wait, look(each.getKey(), each.getValue(), own, now));
    }
    return wait;
  }

  /** A job whose scopes cannot be told now has none, and holds up no other. */
  private Map<Scope, Job> scopes() {
    Map<Scope, Job> scopes = new TreeMap<>();
    for (Job job : jobs.values()) {
      try {
        job.scopes().get().forEach(scope -> scopes.put(new Scope(job.name(), scope), job));
      } catch (RuntimeException failure) {
        crew.listener()
            .on(new JobEvent.JobsFaltered("ask for the scopes of " + job.name(), failure));
      }
    }
    return scopes;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Duration look(Scope scope, Job job, List<RunRecord> runs, Instant now) {
    if (ended.get() || flights.containsKey(scope) || !isHere(job)) {
      return MINUTE;
    }
    Next next = new Planning(job).next(runs, now);
    if (next instanceof Next.Due && isWanted(job, scope.scope())) {
      begin(scope, job);
    }
    return next instanceof Next.Later later ? Duration.between(now, later.at()) : MINUTE;
  }

  private boolean isHere(Job job) {
    return !job.onlyLeader() || crew.terms().leads().getAsBoolean();
  }

  private boolean isWanted(Job job, String scope) {
    try {
      return job.wanted().test(scope);
    } catch (RuntimeException failure) {
      crew.listener()
          .on(new JobEvent.JobsFaltered("ask whether %s is wanted".formatted(job.name()), failure));
      return false;
    }
  }

  private void begin(Scope scope, Job job) {
    Flight flight = new Flight(crew, job, scope.scope(), ended::get);
    if (flights.putIfAbsent(scope, flight) == null) {
      try {
        crew.workers().execute(() -> fly(scope, flight));
      } catch (RejectedExecutionException nobodyWorks) {
        land(scope, flight);
      }
    }
  }

  private void fly(Scope scope, Flight flight) {
    boolean mayBeMore = flight.run();
    land(scope, flight);
    if (mayBeMore && started.get()) {
      turns.ask();
    }
  }

  private void land(Scope scope, Flight flight) {
    flights.remove(scope);
    flight.land();
  }

  @Override
  public List<String> names() {
    return List.copyOf(jobs.keySet());
  }

  @Override
  public List<JobStanding> standing() {
    Map<Scope, Job> scopes = scopes();
    Map<Scope, List<RunRecord>> known = JobHistory.scopes(crew.book().all());
    Set<Scope> all = new TreeSet<>(known.keySet());
    all.addAll(scopes.keySet());
    return all.stream()
        .map(scope -> standing(scope, known.getOrDefault(scope, List.of()), scopes.get(scope)))
        .toList();
  }

  private JobStanding standing(Scope scope, List<RunRecord> runs, @Nullable Job job) {
    boolean isRunHere = job != null && !ended.get() && isHere(job);
    Instant now = crew.clock().instant();
    return JobHistory.standing(
        scope, runs, now, isRunHere ? next(job, scope.scope(), runs, now) : Optional.empty());
  }

  private Optional<Instant> next(Job job, String scope, List<RunRecord> runs, Instant now) {
    Next next = new Planning(job).next(runs, now);
    if (next instanceof Next.Later later) {
      return Optional.of(later.at());
    }
    return next instanceof Next.Due && isWanted(job, scope) ? Optional.of(now) : Optional.empty();
  }

  @Override
  public List<RunRecord> history(String job, int atMost) {
    return history.history(job, atMost);
  }

  @Override
  public void release(String job, String scope, Instant plan) {
    history.release(job, scope, plan);
    if (started.get()) {
      turns.ask();
    }
  }

  @Override
  public List<JobRun> running() {
    return flights.values().stream().flatMap(flight -> flight.running().stream()).toList();
  }

  @Override
  public CompletionStage<Void> stop() {
    ended.set(true);
    flights.values().forEach(Flight::cancel);
    return turns.end().thenCompose(idle -> allLanded());
  }

  private CompletionStage<Void> allLanded() {
    return CompletableFuture.allOf(
        flights.values().stream()
            .map(Flight::landed)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }
}
