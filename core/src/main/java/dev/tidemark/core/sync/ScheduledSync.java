package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.Past.Setback;
import dev.tidemark.core.sync.Phase.Call;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The schedule. It looks at how things stand at least once a minute, and whenever something
 * happened: on a thread of the scheduler's, one look at a time. Only a look takes the lead, begins
 * a cycle or goes up the ladder.
 *
 * <p>There is no lock: what it keeps in mind is one immutable value that is replaced atomically, so
 * that nothing is held while the use case, a listener or a port is called. A trigger, a stop and
 * the end of a cycle replace it from their own threads and ask for a look. Each look goes by the
 * policy of its moment.
 */
final class ScheduledSync implements SyncSchedule {

  /** However the clock is set, it is noticed within this time. */
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicReference<Standpoint> mind = new AtomicReference<>(Standpoint.NEW);
  private final SchedulePorts ports;
  private final Supplier<SchedulePolicy> policy;
  private final Scheduler scheduler;
  private final Clock clock;
  private final Listener listener;
  private final Jitter jitter;
  private final Looks looks;
  private final Lead lead;
  private final Crew crew;

  ScheduledSync(
      SchedulePorts ports,
      Supplier<SchedulePolicy> policy,
      Ambient ambient,
      Executor worker,
      Listener listener) {
    this.ports = ports;
    this.policy = policy;
    this.scheduler = ambient.scheduler();
    this.clock = Clock.tick(ambient.clock(), Duration.ofMillis(1));
    this.listener = Listener.unshaken(listener);
    this.jitter = new Jitter(ambient.random());
    this.looks = new Looks(scheduler, this::look);
    this.lead = new Lead(ports, mind, clock, this.listener);
    this.crew = new Crew(ports, mind, worker, this::askForLook);
  }

  @Override
  public void start() {
    Standpoint before = mind.getAndUpdate(Standpoint::started);
    if (before.isOn()) {
      throw new IllegalStateException("start the schedule: it was started before");
    }
    if (before.equals(Standpoint.NEW)) {
      ports.leadership().watch(this::askForLook);
      askForLook();
    }
  }

  @Override
  public Answer trigger(SyncRequest request) {
    Standpoint seen = mind.get();
    if (!seen.isOn()) {
      return Answer.STOPPED;
    }
    if (!ports.leadership().isLeader()) {
      return Answer.NOT_LEADER;
    }
    if (seen.isBusy()) {
      return dropped(request);
    }
    return notBefore().isPresent() ? Answer.TOO_EARLY : wanted(request);
  }

  private Answer wanted(SyncRequest request) {
    Phase first = new Phase.Wanted(Call.first(request));
    Standpoint before =
        mind.getAndUpdate(seen -> seen.isOn() && !seen.isBusy() ? seen.in(first) : seen);
    if (!before.isOn()) {
      return Answer.STOPPED;
    }
    if (before.isBusy()) {
      return dropped(request);
    }
    askForLook();
    return Answer.ACCEPTED;
  }

  private Answer dropped(SyncRequest request) {
    listener.on(new SyncEvent.TriggerDropped(request.mode()));
    return Answer.RUNNING;
  }

  @Override
  public Standing standing() {
    Standpoint seen = mind.get();
    Instant now = clock.instant();
    Past past = Past.read(ports, seen.setback(), now);
    Timetable timetable = timetable(policy.get());
    boolean leader = ports.leadership().isLeader();
    Optional<Instant> next =
        leader && seen.isOn() && !seen.isRunning()
            ? Optional.of(
                seen.phase() instanceof Phase.Waiting waiting
                    ? waiting.at()
                    : timetable.next(past, now))
            : Optional.empty();
    return new Standing(leader, seen.running(), next, timetable.notBefore(past, now));
  }

  @Override
  public void policyChanged() {
    askForLook();
  }

  @Override
  public CompletionStage<Void> stop(Duration drain) {
    mind.updateAndGet(Standpoint::stopped);
    askForLook();
    CompletionStage<Void> idle = crew.finish(scheduler, drain);
    idle.thenRun(looks::end);
    return idle;
  }

  private void askForLook() {
    if (mind.get().isOn() || mind.get().isRunning()) {
      looks.askForOne();
    }
  }

  /** Whatever goes wrong in it, there is another one; behind the stop while a cycle runs. */
  private Optional<Duration> look() {
    if (!mind.get().isOn() && !mind.get().isRunning()) {
      return Optional.empty();
    }
    try {
      return Optional.of(react());
    } catch (Throwable failure) {
      listener.on(new SyncEvent.ScheduleFaltered(failure));
      return Optional.of(MINUTE);
    }
  }

  private Duration react() {
    if (!lead.isHeld()) {
      return mind.get().isRunning() ? Crew.SOON : MINUTE;
    }
    Standpoint seen = mind.get();
    if (!seen.isOn()) {
      return Crew.SOON;
    }
    if (seen.phase() instanceof Phase.Ended ended) {
      return conclude(seen, ended);
    }
    if (seen.phase() instanceof Phase.Wanted wanted) {
      return beginIfAllowed(seen, wanted.call());
    }
    return seen.phase() instanceof Phase.Idle ? goByTimetable(seen) : MINUTE;
  }

  private Duration goByTimetable(Standpoint seen) {
    Instant now = clock.instant();
    SchedulePolicy current = policy.get();
    Instant next = timetable(current).next(Past.read(ports, seen.setback(), now), now);
    if (!next.isAfter(now)) {
      crew.begin(seen, Call.first(SyncRequest.of(current.mode())));
      return MINUTE;
    }
    tell(seen, new SyncEvent.CycleScheduled(next, current.mode()));
    Duration wait = Duration.between(now, next);
    return wait.compareTo(MINUTE) < 0 ? wait : MINUTE;
  }

  private void tell(Standpoint seen, SyncEvent.CycleScheduled next) {
    if (!seen.told().equals(Optional.of(next))) {
      mind.updateAndGet(told -> told.having(next));
      listener.on(next);
    }
  }

  /** What was wanted is forgotten if the upstream meanwhile wants to be left alone. */
  private Duration beginIfAllowed(Standpoint seen, Call call) {
    if (notBefore().isPresent()) {
      mind.compareAndSet(seen, seen.in(new Phase.Idle()));
      return Duration.ZERO;
    }
    crew.begin(seen, call);
    return MINUTE;
  }

  private Duration conclude(Standpoint seen, Phase.Ended ended) {
    Optional<Duration> wait =
        ended.verdict().isInPassing()
            ? new Ladder(policy.get(), jitter).waitAfter(ended.call().number())
            : Optional.empty();
    return wait.isPresent()
        ? climb(seen, ended.call().next(), wait.get())
        : settle(seen, ended.verdict());
  }

  private Duration climb(Standpoint seen, Call next, Duration wait) {
    Instant at = clock.instant().plus(wait);
    Phase waiting = new Phase.Waiting(next, at);
    if (mind.compareAndSet(seen, seen.in(waiting))) {
      scheduler.after(wait, () -> waitedFor(waiting, next));
      listener.on(new SyncEvent.RetryScheduled(next.number(), at));
    }
    return MINUTE;
  }

  /** Unless something else came first. */
  private void waitedFor(Phase waiting, Call next) {
    mind.updateAndGet(seen -> seen.phase() == waiting ? seen.in(new Phase.Wanted(next)) : seen);
    askForLook();
  }

  /** Somebody else's cycle is waited for; behind one of its own the schedule looks at once. */
  private Duration settle(Standpoint seen, Verdict verdict) {
    Standpoint idle = seen.in(new Phase.Idle());
    mind.compareAndSet(
        seen,
        switch (verdict.kind()) {
          case SUCCEEDED -> idle.after(Optional.empty());
          case FAILED, FAILED_IN_PASSING ->
              idle.after(Optional.of(new Setback(clock.instant(), verdict.notBefore())));
          case BUSY, NOT_BEGUN -> idle;
        });
    return verdict.kind() == Verdict.Kind.BUSY ? MINUTE : Duration.ZERO;
  }

  private Optional<Instant> notBefore() {
    Instant now = clock.instant();
    Past past = Past.read(ports, mind.get().setback(), now);
    return timetable(policy.get()).notBefore(past, now);
  }

  private Timetable timetable(SchedulePolicy current) {
    return new Timetable(current, jitter);
  }
}
