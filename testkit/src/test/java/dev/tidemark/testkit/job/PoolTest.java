package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent.JobSucceeded;
import dev.tidemark.core.job.JobEvent.JobsFaltered;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.JobStatus;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs on threads of a pool. */
final class PoolTest {

  private static final Scheduler NEVER = (delay, task) -> () -> {};

  private final JobBench bench = new JobBench();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final BlockingQueue<JobRun> begun = new LinkedBlockingQueue<>();
  private final CountDownLatch enough = new CountDownLatch(1);

  @AfterEach
  void endPool() {
    pool.shutdownNow();
  }

  /** Nor another scope of the same job; and of itself there is one run at a time. */
  @Test
  void tend_slowJob_holdsUpNoOther() throws Exception {
    Job mixed = Job.every(HOUR, "mixed", this::run).scoped(() -> List.of("fast", "slow"));
    Jobs jobs = bench.process("one", NEVER, pool, mixed, Job.every(HOUR, "other", this::run));
    jobs.tend();
    assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("fast", "slow", "global");

    bench.clock.advance(HOUR);
    tendUntil(jobs, () -> begun.size() == 2);
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("fast", "global");
    tendUntil(jobs, () -> succeeded() == 4);
    assertThat(begun).isEmpty();

    enough.countDown();
    tendUntil(jobs, () -> !begun.isEmpty());
    assertThat(next()).isEqualTo("slow");
  }

  @Test
  void stop_handlerThatIsInterrupted_endsAndIsWaitedFor() throws Exception {
    Job slow = Job.every(HOUR, "job", this::run).scoped(() -> List.of("slow"));
    Jobs jobs = bench.process("one", NEVER, pool, slow);
    jobs.tend();
    next();

    jobs.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);

    assertThat(jobs.history("job", 1).get(0).status()).isEqualTo(JobStatus.FAILED);
    assertThat(jobs.history("job", 1).get(0).failure().orElseThrow().code()).isEqualTo("cancelled");
  }

  @Test
  void tend_poolTakesNothing_triesAgainAtTheNextLook() {
    AtomicBoolean full = new AtomicBoolean(true);
    Jobs jobs =
        bench.process(
            "one",
            NEVER,
            task -> {
              if (full.get()) {
                throw new RejectedExecutionException("full");
              }
              task.run();
            },
            bench.noting(HOUR));
    jobs.tend();
    full.set(false);
    jobs.tend();

    assertThat(bench.plans()).containsExactly("09:00");
    assertThat(bench.told.events(JobsFaltered.class)).isEmpty();
  }

  private JobResult run(JobRun run) {
    begun.add(run);
    if (run.scope().equals("slow")) {
      try {
        enough.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
    return JobResult.of(1);
  }

  private String next() throws InterruptedException {
    JobRun run = begun.poll(60, TimeUnit.SECONDS);
    assertThat(run).isNotNull();
    return run.scope();
  }

  private int succeeded() {
    return bench.told.events(JobSucceeded.class).size();
  }

  /** A run that has just ended is in the way of the next one for a moment. */
  private static void tendUntil(Jobs jobs, Callable<Boolean> done) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              jobs.tend();
              return done.call();
            });
  }
}
