package dev.tidemark.testkit.year;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.sync.SyncEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds throughout the year. What is broken is gathered, since a cycle would catch what is
 * thrown in the middle of it.
 */
final class Promises {

  static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration HOUR = Duration.ofHours(1);

  static final Duration BELIEVABLE = Duration.ofDays(8);

  /** After a loss of leadership, a request that is on its way ends. */
  private static final Duration LETTING_GO = Duration.ofSeconds(2);

  private static final Set<Class<?>> EXPECTED =
      Set.of(
          BadAnswerException.class,
          BudgetSpentException.class,
          CancelledException.class,
          Node.Killed.class,
          RateLimitedException.class,
          TimedOutException.class,
          UpstreamUnavailableException.class);

  private static final int LATELY = 50;

  private final Deque<String> lately = new ArrayDeque<>();
  private final List<String> broken = new ArrayList<>();
  private final Map<String, Integer> counted = new TreeMap<>();
  private final Deque<Instant> lastHour = new ArrayDeque<>();
  private final Era era;
  private final Liveness liveness;
  private final int budget;
  private final Runnable afterCycle;
  private @Nullable Instant told;
  private @Nullable Node busy;

  /**
   * @param budget requests in an hour
   * @param afterCycle looks at the replica
   */
  Promises(Era era, Liveness liveness, int budget, Runnable afterCycle) {
    this.era = era;
    this.liveness = liveness;
    this.budget = budget;
    this.afterCycle = afterCycle;
  }

  List<String> broken() {
    return broken;
  }

  Map<String, Integer> counted() {
    return counted;
  }

  int counted(String what) {
    return counted.getOrDefault(what, 0);
  }

  /** The first time, with what happened before. */
  void breaks(String what) {
    if (broken.isEmpty()) {
      broken.addAll(lately);
    }
    broken.add(era.now() + ": " + what);
  }

  void count(String what) {
    counted.merge(what, 1, Integer::sum);
    note(what);
  }

  void note(String what) {
    lately.add("%s, by the clock %s: %s".formatted(era.now(), era.byClock(), what));
    if (lately.size() > LATELY) {
      lately.remove();
    }
  }

  void told(Instant until) {
    told = until;
    count("told to wait");
    spoilt();
  }

  /** A failure of the upstream that is nobody's fault here. */
  void spoilt() {
    liveness.spoilt();
  }

  void begins(Node node) {
    if (busy != null && busy.isAlive()) {
      breaks("two cycles at once");
    }
    busy = node;
  }

  void ends(Node node) {
    if (busy == node) {
      busy = null;
    }
    if (node.isAlive()) {
      afterCycle.run();
    }
  }

  /** A request is on its way. */
  void asked(Node node) {
    counted.merge("requests", 1, Integer::sum);
    if (!node.leadership.isLeader() && era.now().isAfter(liveness.lostAt().plus(LETTING_GO))) {
      breaks("a request of a process that does not lead");
    }
    mustBeWelcome();
    mustBeWithinTheBudget();
  }

  /**
   * Nothing is asked before the time that was told, by the clock of the moment, until one request
   * has waited for it: if the clock is set back then, it does not come anew. A time more than eight
   * days ahead is one of another clock, and is forgotten.
   */
  private void mustBeWelcome() {
    if (told == null) {
      return;
    }
    boolean isOver = !era.byClock().isBefore(told);
    boolean isBelieved = told.isBefore(era.byClock().plus(BELIEVABLE));
    if (isOver || !isBelieved) {
      told = null;
    } else {
      breaks("a request at %s, not wanted before %s".formatted(era.byClock(), told));
    }
  }

  /** In any hour in which nobody sets the clock; no process can know the time over such a jump. */
  private void mustBeWithinTheBudget() {
    Instant from = era.now().minus(HOUR);
    lastHour.removeIf(at -> !at.isAfter(from) || !at.isAfter(era.lastSet()));
    lastHour.add(era.now());
    if (lastHour.size() > budget) {
      breaks("%d requests in an hour, %d are allowed".formatted(lastHour.size(), budget));
    }
  }

  void heard(Node node, Event event) {
    if (!node.isAlive()) {
      return;
    }
    if (event instanceof SyncEvent.CycleSucceeded success) {
      count("succeeded " + success.report().mode());
      liveness.succeeded(success.report().mode());
    } else if (event instanceof SyncEvent.CycleFailed failure) {
      count("failed " + failure.failure().getClass().getSimpleName());
      note(String.valueOf(failure.failure().getMessage()));
      mustBeExpected(failure.failure());
    } else if (event instanceof SyncEvent.ScheduleFaltered faltered) {
      breaks("the schedule faltered: " + faltered.failure());
    } else if (event instanceof SyncEvent.LeadershipChanged change) {
      count(change.leader() ? "gained" : "lost");
    } else {
      rest(event);
    }
  }

  private void rest(Event event) {
    Optional.of(event)
        .filter(
            each ->
                each instanceof SyncEvent.FellBack
                    || each instanceof SyncEvent.Resumed
                    || each instanceof SyncEvent.Swept
                    || each instanceof SyncEvent.SweepRefused
                    || each instanceof SyncEvent.RetryScheduled
                    || each instanceof SyncEvent.TriggerDropped
                    || each instanceof SyncEvent.FutureVersions)
        .ifPresent(each -> count(each.getClass().getSimpleName()));
  }

  private void mustBeExpected(Throwable failure) {
    if (failure instanceof BudgetSpentException) {
      spoilt();
    }
    if (!EXPECTED.contains(failure.getClass())) {
      breaks("a cycle failed: " + failure);
    }
  }
}
