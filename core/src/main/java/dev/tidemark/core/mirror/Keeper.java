package dev.tidemark.core.mirror;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.time.Rest;
import dev.tidemark.core.time.Retry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Keeps one mirror: does, in one turn at a time, what there is to do. */
final class Keeper {

  private static final String ANOTHER_LEADS = "another process leads, and keeps it";

  /** A database that nothing is written to is asked this often whether it is still there. */
  private static final Duration PROBE = Duration.ofSeconds(5);

  /** Tables are tried again this much more seldom than a connection: it may mean to read them. */
  private static final int TABLES_LATER = 10;

  private final AtomicReference<Instant> lastAsked = new AtomicReference<>(Instant.MIN);
  private final AtomicReference<Instant> cameBack = new AtomicReference<>(Instant.MIN);
  private final AtomicReference<OptionalLong> term = new AtomicReference<>(OptionalLong.empty());
  private final AtomicReference<OptionalLong> fencedIn =
      new AtomicReference<>(OptionalLong.empty());
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger tableFailures = new AtomicInteger();
  private final DirectMirror mirror;
  private final Work work;
  private final StateMachine machine;
  private final Following following;
  private final Clock clock;
  private final Rest rest;
  private final Rest tablesRest;

  Keeper(DirectMirror mirror, StateMachine machine, Work any) {
    this.mirror = mirror;
    this.work = any.asLeader().heardBy(this::heard);
    this.machine = machine;
    this.following = new Following(work, machine::at);
    this.clock = work.ambient().clock();
    this.rest = new Rest(work.ambient().scheduler());
    this.tablesRest = new Rest(work.ambient().scheduler());
  }

  /** A table that is found to differ is not as it should be until it is repaired. */
  private void heard(Event event) {
    if (event instanceof MirrorEvent.ComparisonEnded ended
        && !ended.comparison().isEqual()
        && machine.isUp()) {
      Set<String> names = new HashSet<>(machine.degraded());
      names.add(ended.comparison().type().name());
      String differ = DirectMirror.differ(ended.comparison());
      machine.up(names, ended.comparison().type() + ": " + differ);
    }
  }

  /** Does what there is to do, and says how long there is nothing more. */
  Duration turn() {
    try {
      return leads() ? lead() : leave();
    } catch (CancelledException stopped) {
      return work.policy().get().poll();
    } catch (FencedException anotherLeads) {
      fencedIn.set(term.get());
      return leave();
    } catch (MirrorSetupException failure) {
      return failed(MirrorState.SETUP_FAILED, failure);
    } catch (Throwable failure) {
      return failed(MirrorState.CONNECTING, failure);
    }
  }

  /** Who was fenced does not lead any more, even if it has not heard of it yet. */
  private boolean leads() {
    if (!work.ports().leadership().isLeader()) {
      return false;
    }
    term.set(work.ports().leadership().term());
    return term.get().isEmpty() || !term.get().equals(fencedIn.get());
  }

  private Duration leave() {
    rest.end();
    machine.leave(ANOTHER_LEADS);
    return work.policy().get().poll();
  }

  private Duration failed(MirrorState state, Throwable failure) {
    MirrorPolicy policy = work.policy().get();
    Retry retry = new Retry(policy.firstRetry(), policy.lastRetry(), work.ambient().random());
    Duration wait = retry.after(failures.incrementAndGet());
    rest.begin(wait);
    machine.failed(state, String.valueOf(failure.getMessage()), wait);
    return wait;
  }

  private Duration lead() {
    machine.tellAgain();
    MirrorPolicy policy = work.policy().get();
    if (!rest.isOver()) {
      return policy.poll().compareTo(policy.firstRetry()) < 0 ? policy.poll() : policy.firstRetry();
    }
    if (!bringUp() || !keepUp()) {
      machine.to(MirrorState.CATCHING_UP, "its place in the feed is lost");
      return policy.firstRetry();
    }
    settle();
    failures.set(0);
    return policy.poll();
  }

  /**
   * From whatever state it is in.
   *
   * @return false if the mirror's place was lost, and nothing is known of it
   */
  private boolean bringUp() {
    if (machine.isUp()) {
      return true;
    }
    if (machine.state() == MirrorState.DISABLED) {
      machine.to(MirrorState.CONNECTING, "");
    }
    work.target().bookmark();
    machine.to(MirrorState.SETUP, "");
    boolean isThere = backfill(() -> machine.to(MirrorState.CATCHING_UP, ""));
    if (isThere && failures.get() > 0) {
      cameBack.set(clock.instant());
    }
    return isThere;
  }

  /** What was copied is verified before anybody is told that it is there. */
  private boolean backfill(Runnable prepared) {
    Backfilled done = mirror.backfill(() -> new Backfilling(work, machine::at).run(prepared));
    prepared.run();
    machine.at(done.position());
    List<EntityType> unverified = new ArrayList<>(work.types(table -> table.verified().isEmpty()));
    unverified.removeIf(done.failed()::containsKey);
    return verify(unverified);
  }

  private boolean verify(List<EntityType> types) {
    return new Backfilling(work, machine::at).verify(types);
  }

  private boolean keepUp() {
    return follow() && verifyDue() && tryTablesAgain();
  }

  /** Who has changed rows may have changed tables, which are seen to first. */
  private boolean verifyDue() {
    return due().isEmpty() || backfill(() -> {}) && verify(due());
  }

  /** LIVE, or DEGRADED for what is known of the tables. */
  private void settle() {
    List<TableStatus> bad =
        work.tables().stream()
            .filter(table -> table.failure().isPresent() || table.quarantined() > 0)
            .toList();
    if (bad.isEmpty()) {
      tableFailures.set(0);
      tablesRest.end();
    }
    Set<String> names = bad.stream().map(TableStatus::type).collect(Collectors.toSet());
    machine.up(names, bad.stream().findFirst().map(Keeper::reason).orElse(""));
  }

  private static String reason(TableStatus table) {
    return table
        .failure()
        .map(failure -> table.type() + ": " + failure.message())
        .orElseGet(() -> "%s: %d rows are refused".formatted(table.type(), table.quarantined()));
  }

  /**
   * Applies what there is. Where there is nothing, the database is asked now and then whether it is
   * still there, and where it was left.
   *
   * @return false if the mirror's place was lost
   */
  private boolean follow() {
    Instant now = clock.instant();
    boolean isAtEnd = machine.position().equals(Optional.of(work.ports().feed().latest()));
    if (isAtEnd && isWithin(PROBE, lastAsked.get(), now)) {
      return true;
    }
    Following.Step step = following.next();
    while (step.changes() > 0) {
      step = following.next();
    }
    lastAsked.set(now);
    return !step.isLost();
  }

  private static boolean isWithin(Duration time, Instant since, Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(time));
  }

  /** What was verified too long ago, or before the database was away and may have been changed. */
  private List<EntityType> due() {
    Duration every = work.policy().get().verifyEvery();
    Instant now = clock.instant();
    return every.isZero()
        ? List.of()
        : work.types(
            table ->
                table.failure().isEmpty()
                    && table
                        .verified()
                        .filter(last -> isWithin(every, last.at(), now))
                        .filter(last -> !last.at().isBefore(cameBack.get()))
                        .isEmpty());
  }

  /** What is wrong may be the tables, or rows that were refused: both are seen to. */
  private boolean tryTablesAgain() {
    if (machine.state() != MirrorState.DEGRADED || !tablesRest.isOver()) {
      return true;
    }
    MirrorPolicy policy = work.policy().get();
    Duration longest = policy.lastRetry().multipliedBy(TABLES_LATER);
    Retry retry = new Retry(policy.firstRetry(), longest, work.ambient().random());
    boolean isKept = backfill(() -> {});
    tablesRest.begin(retry.after(tableFailures.incrementAndGet()));
    return isKept;
  }
}
