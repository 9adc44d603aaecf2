package dev.tidemark.adapter.mysql;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.sync.Watchers;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.time.Doubling;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads while a connection of its own holds a named lock of the server, and the server said so less
 * than {@link Timing#limit} ago; that is asked over and over. Two never lead at once: who leads no
 * more knows it after that time at the latest, by elapsed time and without asking anybody, and who
 * gets the lock without being handed it waits for so long.
 *
 * <p>One thread holds the connection, and waits for the server; another tells the watchers, who may
 * take their time.
 */
final class MySqlLeadership implements Leadership, AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration TELL_EVERY = Duration.ofMillis(50);

  /** The patience is, with the time between two looks and that between two tells, a second. */
  static final Timing USUAL =
      new Timing(Duration.ofMillis(900), Duration.ofMillis(600), Duration.ofSeconds(3));

  private static final Doubling RECONNECT =
      new Doubling(LOOK_EVERY.multipliedBy(2), Duration.ofSeconds(2));

  private static final Logger LOG = LoggerFactory.getLogger(MySqlLeadership.class);

  private final MySqlLeadershipConfig config;
  private final LongSupplier elapsed;
  private final Timing timing;
  private final ScheduledExecutorService holding = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService telling = Executors.newSingleThreadScheduledExecutor();
  private final Watchers watchers =
      new Watchers(false, failure -> LOG.warn("watcher of the leadership failed", failure));
  private final AtomicReference<@Nullable Lead> lead = new AtomicReference<>();
  private final AtomicReference<@Nullable LeadershipSession> session = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  // What follows is the holding thread's alone.
  private @Nullable Claim claim;
  private int failures;
  private long connectNotBefore;
  private String lastFailure = "";

  /**
   * How fast a leadership is lost.
   *
   * @param limit how long a confirmation of the server counts, from when it was asked for
   * @param patience for one answer of the server
   * @param silence after that the server gives up a connection; longer than the limit
   */
  record Timing(Duration limit, Duration patience, Duration silence) {}

  /**
   * What this process may do.
   *
   * @param confirmedAt in elapsed time, when the server was asked that said so
   * @param held false once it is known to be over
   */
  private record Lead(long term, long confirmedAt, boolean held) {

    Lead over() {
      return new Lead(term, confirmedAt, false);
    }
  }

  /**
   * A term that has begun.
   *
   * @param from in elapsed time, when nobody can lead any more who did before
   */
  private record Claim(long term, long from) {}

  private MySqlLeadership(MySqlLeadershipConfig config, LongSupplier elapsed, Timing timing) {
    this.config = config;
    this.elapsed = elapsed;
    this.timing = timing;
    this.connectNotBefore = elapsed.getAsLong();
  }

  /** Begins to compete in the background. */
  static MySqlLeadership start(MySqlLeadershipConfig config, LongSupplier elapsed) {
    return start(config, elapsed, USUAL);
  }

  static MySqlLeadership start(MySqlLeadershipConfig config, LongSupplier elapsed, Timing timing) {
    MySqlLeadership leadership = new MySqlLeadership(config, elapsed, timing);
    every(LOOK_EVERY, leadership.holding, leadership::look);
    every(TELL_EVERY, leadership.telling, () -> leadership.watchers.tell(leadership.isLeader()));
    return leadership;
  }

  private static void every(Duration time, ScheduledExecutorService thread, Runnable task) {
    thread.scheduleWithFixedDelay(task, 0, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean isLeader() {
    Lead current = lead.get();
    return current != null
        && current.held()
        && !closed.get()
        && elapsed.getAsLong() - current.confirmedAt() < timing.limit().toNanos();
  }

  @Override
  public OptionalLong term() {
    Lead current = lead.get();
    if (current == null) {
      throw new AlreadyRunningException(
          "lead %s at %s: another process may lead, and this one never did"
              .formatted(config.name(), config.server().url()));
    }
    return OptionalLong.of(current.term());
  }

  @Override
  public void watch(Runnable changed) {
    watchers.add(changed);
  }

  private void look() {
    if (closed.get() || elapsed.getAsLong() - connectNotBefore < 0) {
      return;
    }
    try {
      compete(connected());
      failures = 0;
    } catch (SQLException | RuntimeException e) {
      failed(e);
    }
  }

  private LeadershipSession connected() throws SQLException {
    LeadershipSession present = session.get();
    if (present == null) {
      present = LeadershipSession.open(config, timing.silence());
      session.set(present);
    }
    return present;
  }

  private void compete(LeadershipSession with) throws SQLException {
    if (claim == null && with.tryLock(timing.patience())) {
      LeadershipSession.Term term = with.beginTerm();
      long now = elapsed.getAsLong();
      claim = new Claim(term.number(), term.afterHandOver() ? now : now + timing.limit().toNanos());
    }
    if (claim != null) {
      confirm(with, claim);
    }
  }

  private void confirm(LeadershipSession with, Claim claimed) throws SQLException {
    long asked = elapsed.getAsLong();
    if (!with.holdsLock(timing.patience())) {
      throw new SQLException("the server says that this connection has not got the lock");
    }
    if (asked - claimed.from() >= 0) {
      Lead before = lead.getAndSet(new Lead(claimed.term(), asked, true));
      if (before == null || !before.held()) {
        lastFailure = "";
        LOG.info("leadership won name={} term={}", config.name(), claimed.term());
      }
    }
  }

  /** What is lost is known before it is tried again. */
  private void failed(Exception failure) {
    LOG.debug("leadership failed name={}", config.name(), failure);
    Lead before = lead.getAndUpdate(current -> current == null ? null : current.over());
    claim = null;
    disconnect();
    failures++;
    connectNotBefore = elapsed.getAsLong() + RECONNECT.after(failures).toNanos();
    if (before != null && before.held()) {
      LOG.warn(
          "leadership lost name={} term={} reason=\"{}\"",
          config.name(),
          before.term(),
          reason(failure));
    } else {
      notTaken(failure);
    }
  }

  /** The same failure several times a second is one failure. */
  private void notTaken(Exception failure) {
    String what = reason(failure);
    if (!what.equals(lastFailure)) {
      lastFailure = what;
      LOG.warn(
          "leadership not to be had, and tried again until it is name={} server={} reason=\"{}\"",
          config.name(),
          config.server().url(),
          what);
    }
  }

  /** Drivers go on for lines about packets; a bug is shown as one. */
  private static String reason(Exception failure) {
    String what = failure instanceof SQLException ? failure.getMessage() : failure.toString();
    return String.valueOf(what).lines().findFirst().orElse("");
  }

  private void disconnect() {
    LeadershipSession present = session.getAndSet(null);
    if (present != null) {
      present.close();
    }
  }

  /**
   * Lets another one lead at once, if the server can be told so, for which it waits a second at
   * most. Whoever led has to write no more before. Idempotent.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    telling.shutdownNow();
    holding.execute(this::leave);
    holding.shutdown();
    boolean interrupted = false;
    try {
      holding.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    disconnect();
    holding.shutdownNow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void leave() {
    LeadershipSession present = session.get();
    Claim claimed = claim;
    try {
      if (present != null && claimed != null) {
        present.handOver(claimed.term(), timing.patience());
      }
    } catch (SQLException e) {
      LOG.debug("leadership not handed over name={}", config.name(), e);
    }
    disconnect();
  }
}
