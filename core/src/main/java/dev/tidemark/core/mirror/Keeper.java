package dev.tidemark.core.mirror;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.schema.EntityType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Keeps one mirror: does, in one turn at a time, what there is to do. */
final class Keeper {

  private static final String ANOTHER_LEADS = "another process leads, and keeps it";

  /** A database that nothing is written to is asked this often whether it is still there. */
  private static final Duration PROBE = Duration.ofSeconds(5);

  /** Tables are tried again this much more seldom than a connection: it may mean to read them. */
  private static final int TABLES_LATER = 10;

  private final AtomicReference<Instant> lastAsked = new AtomicReference<>(Instant.MIN);
  private final AtomicReference<Instant> nextTables = new AtomicReference<>(Instant.MIN);
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger tableFailures = new AtomicInteger();
  private final DirectMirror mirror;
  private final Work work;
  private final StateMachine machine;
  private final Following following;
  private final Clock clock;

  Keeper(DirectMirror mirror, Work work) {
    this.mirror = mirror;
    this.machine = new StateMachine(work);
    this.work = work;
    this.following = new Following(work);
    this.clock = work.ambient().clock();
  }

  /** Does what there is to do, and says how long there is nothing more. Never throws. */
  Duration turn() {
    try {
      return work.ports().leadership().isLeader() ? lead() : leave();
    } catch (CancelledException stopped) {
      return work.policy().get().poll();
    } catch (FencedException anotherLeads) {
      return leave();
    } catch (MirrorSetupException failure) {
      return failed(MirrorState.SETUP_FAILED, failure);
    } catch (Throwable failure) {
      return failed(MirrorState.CONNECTING, failure);
    }
  }

  private Duration leave() {
    machine.to(MirrorState.DISABLED, ANOTHER_LEADS);
    return work.policy().get().poll();
  }

  private Duration failed(MirrorState state, Throwable failure) {
    MirrorPolicy policy = work.policy().get();
    Retry retry = new Retry(policy.firstRetry(), policy.lastRetry(), work.ambient().random());
    Duration wait = retry.after(failures.incrementAndGet());
    machine.failed(state, String.valueOf(failure.getMessage()), wait);
    return wait;
  }

  private Duration lead() {
    Duration left = machine.untilNextTry();
    if (!left.isZero()) {
      return left;
    }
    if (!machine.isUp()) {
      bringUp();
    }
    return keepUp();
  }

  private void bringUp() {
    if (machine.state() == MirrorState.DISABLED) {
      machine.to(MirrorState.CONNECTING, "");
    }
    work.target().bookmark();
    machine.to(MirrorState.SETUP, "");
    Backfilled done = mirror.backfill(() -> machine.to(MirrorState.CATCHING_UP, ""));
    machine.to(MirrorState.CATCHING_UP, "");
    machine.at(done.position());
    verifyWhatNeverWas(done);
    failures.set(0);
    settle();
  }

  /** What was copied is verified before anybody is told that it is there. */
  private void verifyWhatNeverWas(Backfilled done) {
    List<EntityType> types = new ArrayList<>(tables(table -> table.verified().isEmpty()));
    types.removeIf(done.failed()::containsKey);
    verify(types);
  }

  private void verify(List<EntityType> types) {
    if (!types.isEmpty()) {
      new Backfilling(work).verify(types);
    }
  }

  private Duration keepUp() {
    if (!follow()) {
      machine.to(MirrorState.CATCHING_UP, "its place in the feed is lost");
      return Duration.ZERO;
    }
    verify(due());
    tryTablesAgain();
    settle();
    return work.policy().get().poll();
  }

  /** LIVE, or DEGRADED for what is known of the tables. */
  private void settle() {
    List<TableStatus> bad =
        work.schema().types().stream()
            .map(work.book()::table)
            .filter(table -> table.failure().isPresent() || table.quarantined() > 0)
            .toList();
    if (bad.isEmpty()) {
      tableFailures.set(0);
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
      machine.at(step.bookmark().position());
      step = following.next();
    }
    lastAsked.set(now);
    machine.at(step.bookmark().position());
    return !step.isLost();
  }

  private static boolean isWithin(Duration time, Instant since, Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(time));
  }

  private List<EntityType> due() {
    Duration every = work.policy().get().verifyEvery();
    Instant now = clock.instant();
    return every.isZero()
        ? List.of()
        : tables(
            table ->
                table.failure().isEmpty()
                    && table.verified().filter(last -> isWithin(every, last.at(), now)).isEmpty());
  }

  private List<EntityType> tables(Predicate<TableStatus> which) {
    return work.schema().types().stream()
        .filter(type -> which.test(work.book().table(type)))
        .toList();
  }

  /** Rows that were refused are tried alone; tables that failed as a backfill does. */
  private void tryTablesAgain() {
    if (machine.state() != MirrorState.DEGRADED || clock.instant().isBefore(nextTables.get())) {
      return;
    }
    MirrorPolicy policy = work.policy().get();
    Duration longest = policy.lastRetry().multipliedBy(TABLES_LATER);
    Retry retry = new Retry(policy.firstRetry(), longest, work.ambient().random());
    new LatestState(work).tryRefused();
    if (!tables(table -> table.failure().isPresent()).isEmpty()) {
      machine.at(mirror.backfill().position());
      verify(due());
    }
    nextTables.set(clock.instant().plus(retry.after(tableFailures.incrementAndGet())));
  }
}
