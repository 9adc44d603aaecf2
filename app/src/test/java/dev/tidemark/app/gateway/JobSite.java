package dev.tidemark.app.gateway;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.JobModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent;
import dev.tidemark.core.job.JobHandler;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.JobTypes;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.Lease;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Leadership;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that runs a job on a state that others share; it is given up after two seconds. */
final class JobSite {

  static final String JOB = "job";

  /** No next plan comes while one is run, as it would at midnight with one for each day. */
  private static final Duration RARELY = Duration.ofDays(10_000);

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofSeconds(2);

  private JobSite() {}

  static Job rare(JobHandler handler) {
    return Job.every(RARELY, JOB, handler)
        .leased(new Lease(Duration.ofMinutes(5), STALE, BEAT, true));
  }

  static Application open(Path directory, String runner, Clock clock, Listener listener, Job job) {
    return Application.start(
        new AmbientModule(clock, listener),
        new StateModule(SyncState.with(JobTypes.strongTypes(), List.of())),
        new SqliteStateModule(SqliteStateConfig.in(directory).sharing()),
        new JobModule(runner),
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(Leadership.class).toInstance(Leadership.always());
            Multibinder.newSetBinder(binder(), Job.class).addBinding().toInstance(job);
          }
        });
  }

  /** What a child does: its job has no end but by an interrupt. */
  static void runForEver(Path directory) {
    Application application =
        open(directory, "child", Clock.systemUTC(), JobSite::say, rare(JobSite::endless));
    application.get(Jobs.class).start();
  }

  private static JobResult endless(JobRun run) {
    ChildMain.say("runs attempt " + run.attempt());
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      ChildMain.say("interrupted");
    }
    return JobResult.of(1);
  }

  private static void say(Event event) {
    if (event instanceof JobEvent.JobLeaseLost) {
      ChildMain.say("lost");
    }
  }
}
