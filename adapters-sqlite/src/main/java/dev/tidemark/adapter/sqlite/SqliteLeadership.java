package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.sync.Watchers;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.core.time.Scheduler.Pending;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads while this process holds the lock of the data directory, and tries to get it while it does
 * not. It leads only when the replica is ready to be written, and no longer when the lock is in
 * doubt; what was begun by then is not committed.
 */
final class SqliteLeadership implements Leadership, AutoCloseable {

  /** Twice a second: a change is to be noticed within one. */
  static final Duration EVERY = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(SqliteLeadership.class);

  private final ReplicaDatabase database;
  private final Supplier<Writer> prepare;
  private final Scheduler scheduler;
  private final Watchers watchers;
  private final AtomicReference<String> lastFailure = new AtomicReference<>("");
  private final AtomicReference<@Nullable Pending> next = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteLeadership(
      ReplicaDatabase database, Supplier<Writer> prepare, Scheduler scheduler) {
    this.database = database;
    this.prepare = prepare;
    this.scheduler = scheduler;
    this.watchers =
        new Watchers(
            database.isWriting(), failure -> LOG.warn("watcher of the leadership failed", failure));
  }

  /**
   * @param prepare takes the lock and makes the replica ready to be written
   */
  static SqliteLeadership start(
      ReplicaDatabase database, Supplier<Writer> prepare, Scheduler scheduler) {
    SqliteLeadership leadership = new SqliteLeadership(database, prepare, scheduler);
    leadership.lookAgain();
    return leadership;
  }

  @Override
  public boolean isLeader() {
    return !closed.get() && database.isWriting();
  }

  @Override
  public void watch(Runnable changed) {
    watchers.add(changed);
  }

  private void lookAgain() {
    if (!closed.get()) {
      next.set(scheduler.after(EVERY, this::look));
    }
  }

  private void look() {
    if (closed.get()) {
      return;
    }
    try {
      if (watchers.told()) {
        keepLeading();
      } else if (database.retire()) {
        tryToLead();
      }
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      watchers.tell(isLeader());
      lookAgain();
    }
  }

  /** What is lost is told before it is tried again. */
  private void keepLeading() {
    if (!database.isStillWriting()) {
      LOG.warn(
          "leadership lost reason=\"its lock file or the replica is gone, or another one\" file={}",
          database.file());
    }
  }

  private void tryToLead() {
    try {
      database.startWriting(prepare.get());
      lastFailure.set("");
      LOG.info("leadership won file={}", database.file());
    } catch (AlreadyRunningException e) {
      // Somebody else leads, as is usual.
    }
  }

  /** The same failure twice a second is one failure. */
  private void failed(RuntimeException failure) {
    String what = failure.toString();
    if (!what.equals(lastFailure.getAndSet(what))) {
      LOG.warn(
          "leadership not taken, and tried again until it is file={}", database.file(), failure);
    }
  }

  /** Lets go of nothing: the database does, when it is closed. Idempotent. */
  @Override
  public void close() {
    closed.set(true);
    Pending pending = next.get();
    if (pending != null) {
      pending.cancel();
    }
  }
}
