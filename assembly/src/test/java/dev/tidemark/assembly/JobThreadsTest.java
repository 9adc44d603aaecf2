package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.JobTerms;
import dev.tidemark.core.job.JobTypes;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JobThreadsTest {

  private final ManualClock clock = ManualClock.at("2026-01-01T09:02:00Z");
  private final Ambient ambient = new Ambient(clock, new ManualScheduler(clock), new Random(1));
  private final RecordingListener told = new RecordingListener();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void close_jobDoesNotEnd_saysWhichAndReturns() throws InterruptedException {
    JobThreads threads = threads(Job.every(Duration.ofHours(1), "deaf", run -> deaf()), 50);
    threads.jobs().tend();
    begun.await();
    threads.close();

    assertThat(told.events(JobEvent.JobsLeftBehind.class))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.runs())
                    .extracting(JobRun::text)
                    .containsExactly("deaf of 2026-01-01T09:00:00Z"));
    end.countDown();
  }

  @Test
  void close_jobEndsWhenInterrupted_saysNothing() throws InterruptedException {
    JobThreads threads = threads(Job.every(Duration.ofHours(1), "job", run -> waiting()), 50_000);
    threads.jobs().tend();
    begun.await();
    threads.close();

    assertThat(told.events(JobEvent.JobsLeftBehind.class)).isEmpty();
    assertThat(told.events(JobEvent.JobFailed.class)).hasSize(1);
    assertThat(threads.jobs().running()).isEmpty();
  }

  private JobResult waiting() {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("interrupted", stopped);
    }
    return JobResult.NOTHING;
  }

  /** Goes on whatever interrupts it. */
  private JobResult deaf() {
    begun.countDown();
    while (end.getCount() > 0) {
      Thread.interrupted();
      Thread.onSpinWait();
    }
    return JobResult.NOTHING;
  }

  private JobThreads threads(Job job, long patienceMillis) {
    JobTerms terms = new JobTerms("here", () -> true);
    return new JobThreads(
        workers -> Jobs.of(List.of(job), terms, state(workers), ambient, workers, told),
        told,
        Duration.ofMillis(patienceMillis));
  }

  private StateEngine state(Executor workers) {
    StateSchema schema = SyncState.with(JobTypes.strongTypes(), List.of());
    InMemoryStrongStore strong = new InMemoryStrongStore(schema);
    StatePorts ports =
        new StatePorts(strong, new InMemoryWeakStore(schema, strong), new InMemoryValueCaches());
    return StateEngine.open(schema, ports, StateTerms.defaults(), ambient, workers, told);
  }
}
