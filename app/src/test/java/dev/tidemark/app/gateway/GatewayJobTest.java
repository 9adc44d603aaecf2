package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.app.gateway.ChildMain.Part;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobStatus;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.RunRecord;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a state run a job: they are killed, frozen, and quick. */
@Timeout(120)
final class GatewayJobTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;

  @Test
  void kill_whileItRuns_isGivenUpAndRunByAnother() throws Exception {
    try (Child child = Child.start(Part.RUN_JOB, directory)) {
      child.await("runs attempt 1");
      child.kill();
    }

    try (Application other = other()) {
      RunRecord run = awaitSuccess(other.get(Jobs.class));
      assertThat(run.run().attempt()).isEqualTo(2);
      assertThat(told.events(JobEvent.JobAbandoned.class)).hasSize(1);
    }
  }

  /** Its own success, which comes too late, is refused. */
  @Test
  void freeze_whileItRuns_isRunByAnotherAndInterruptedWhenItGoesOn() throws Exception {
    try (Child child = Child.start(Part.RUN_JOB, directory);
        Application other = other()) {
      child.await("runs attempt 1");
      child.suspend();
      Jobs jobs = other.get(Jobs.class);
      RunRecord run = awaitSuccess(jobs);

      child.resume();
      child.await("interrupted");
      child.await("lost");

      assertThat(jobs.history(JobSite.JOB, 9)).containsExactly(run);
      assertThat(run.runner()).isEqualTo("other");
    }
  }

  @Test
  void tend_twoAtOnce_runEveryPlanOnce() throws Exception {
    int plans = 10;
    ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    List<Instant> runs = new CopyOnWriteArrayList<>();
    Job job =
        Job.every(
            HOUR,
            JobSite.JOB,
            run -> {
              runs.add(run.plan());
              return JobResult.of(1);
            });
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CyclicBarrier start = new CyclicBarrier(2);
    try (Application one = open("one", clock, Listener.NONE, job);
        Application two = open("two", clock, Listener.NONE, job)) {
      for (int plan = 1; plan <= plans; plan++) {
        clock.advance(HOUR);
        for (Future<?> each :
            List.of(pool.submit(() -> tend(one, start)), pool.submit(() -> tend(two, start)))) {
          each.get(60, TimeUnit.SECONDS);
        }
        int due = plan;
        await().atMost(Duration.ofSeconds(60)).until(() -> succeeded(one) == due);
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(runs).hasSize(plans).doesNotHaveDuplicates();
  }

  private static Void tend(Application application, CyclicBarrier start) throws Exception {
    start.await();
    application.get(Jobs.class).tend();
    return null;
  }

  private static long succeeded(Application application) {
    return application.get(Jobs.class).history(JobSite.JOB, 100).stream()
        .filter(run -> run.status() == JobStatus.SUCCEEDED)
        .count();
  }

  private Application other() {
    Job job = JobSite.rare(run -> JobResult.of(1));
    return open("other", Clock.systemUTC(), told, job);
  }

  private Application open(String runner, Clock clock, Listener listener, Job job) {
    return JobSite.open(directory, runner, clock, listener, job);
  }

  private static RunRecord awaitSuccess(Jobs jobs) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              jobs.tend();
              return jobs.history(JobSite.JOB, 1).get(0);
            },
            run -> run.status() == JobStatus.SUCCEEDED);
  }
}
