package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobTerms;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.state.FlushReport;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.time.Ambient;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Work that comes back: binds {@link Jobs} over every {@link Job} that modules have added to the
 * set of them. They are run from {@link Jobs#start} on, on a pool that has a thread for each that
 * runs, and stopped with the application at the latest, while the stores are still open.
 *
 * <p>One job is here already: {@code flush} writes the weak state of this process, its scope, so
 * that whoever reads the file sees it.
 *
 * <p>Needs {@link Leadership}, an {@link Ambient}, a {@link Listener}, and a {@link StateModule}
 * with the types of {@link dev.tidemark.core.job.JobTypes}.
 */
public final class JobModule extends AbstractModule {

  private static final Duration FLUSHED = Duration.ofMinutes(5);

  private final String runner;

  /**
   * @param runner what this process is called in the history, the same after a restart
   */
  public JobModule(String runner) {
    this.runner = runner;
  }

  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), Job.class);
  }

  @Provides
  @Singleton
  JobThreads threads(
      Set<Job> jobs, StateEngine state, Leadership leadership, Ambient ambient, Listener listener) {
    JobTerms terms = new JobTerms(runner, leadership::isLeader);
    return new JobThreads(
        workers -> Jobs.of(jobs, terms, state, ambient, workers, listener), listener);
  }

  @ProvidesIntoSet
  Job flush(StateEngine state) {
    return Job.every(FLUSHED, "flush", run -> written(state.flush()))
        .scoped(() -> List.of(runner))
        .when(scope -> state.status().count() > 0);
  }

  private static JobResult written(FlushReport report) {
    return JobResult.of(report.upserts() + report.deletes());
  }

  @Provides
  @Singleton
  Jobs jobs(JobThreads threads) {
    return threads.jobs();
  }
}
