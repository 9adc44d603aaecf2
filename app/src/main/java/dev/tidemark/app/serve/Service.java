package dev.tidemark.app.serve;

import dev.tidemark.app.http.WebServer;
import dev.tidemark.app.report.StandingReport;
import dev.tidemark.app.text.Amounts;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.sync.SyncSchedule;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule, the mirrors, the jobs, the publisher and the HTTP server of one replica, from their
 * start to their end.
 */
public final class Service {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.serve");

  /** For a cycle that was cancelled to end its transaction and to write down how it ended. */
  private static final Duration CLEAN_UP = Duration.ofSeconds(20);

  private final SyncSchedule schedule;
  private final Mirrors mirrors;
  private final Jobs jobs;
  private final Publisher publisher;
  private final WebServer server;

  public Service(
      SyncSchedule schedule, Mirrors mirrors, Jobs jobs, Publisher publisher, WebServer server) {
    this.schedule = schedule;
    this.mirrors = mirrors;
    this.jobs = jobs;
    this.publisher = publisher;
    this.server = server;
  }

  /**
   * Mirrors and jobs are there before the first cycle ends; {@link PublisherLinks} starts the
   * publisher.
   */
  public void start() {
    mirrors.start();
    jobs.start();
    schedule.start();
  }

  /**
   * How things stand; empty while that cannot be read: one that follows may be there before whoever
   * leads has made the replica, and is of use later.
   */
  public Optional<StandingReport> standing() {
    try {
      return Optional.of(new StandingReport(schedule.standing()));
    } catch (StorageException | IncompatibleReplicaException unreadable) {
      LOG.warn("how it stands cannot be read yet reason={}", unreadable.getMessage());
      return Optional.empty();
    }
  }

  /**
   * No cycle begins and no request is taken any more; what runs gets this much time, and is then
   * cancelled. Mirrors end at the next statement, and go on where they were; so do pushes, which
   * are broken off; jobs are interrupted, and tried again; all are waited for when they are closed.
   * Returns when no cycle runs, or when this thread is interrupted.
   */
  public void stop(Duration drain) {
    LOG.info("stopping; a cycle that runs may go on for {}", Amounts.time(drain));
    mirrors.stop();
    jobs.stop();
    publisher.stop();
    CompletionStage<Void> ended = schedule.stop(drain);
    server.close();
    try {
      ended.toCompletableFuture().get(drain.plus(CLEAN_UP).toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("stopped");
    } catch (InterruptedException e) {
      LOG.warn("asked to stop again; the cycle is not waited for");
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("the cycle does not end", e);
    }
  }
}
