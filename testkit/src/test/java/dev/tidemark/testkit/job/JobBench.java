package dev.tidemark.testkit.job;

import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.job.JobTerms;
import dev.tidemark.core.job.JobTypes;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.RunRecord;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One state, any number of processes that run jobs on it, and the time. A handler that lets time
 * pass has its heartbeats and its watchdog meanwhile. It is nine o'clock and two minutes.
 */
final class JobBench {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration HOUR = Duration.ofHours(1);

  private static final EntityType NOTHING =
      EntityType.named("nothing").key("id").text("id").build();
  private static final Schema STRONG =
      Schema.of("strong", JobTypes.strongTypes().toArray(EntityType[]::new));
  private static final StateSchema SCHEMA = StateSchema.of(STRONG, STRONG.below("weak", NOTHING));

  final ManualClock clock = ManualClock.at("2026-01-01T09:02:00Z");
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final RecordingListener told = new RecordingListener();
  final AtomicBoolean leads = new AtomicBoolean(true);

  /** What the handlers of {@link #noting} were given, in order. */
  final List<JobRun> runs = new CopyOnWriteArrayList<>();

  final InMemoryStrongStore strong = new InMemoryStrongStore(SCHEMA);

  /** A process that runs these jobs when it is tended, on the thread of the test. */
  Jobs process(String name, Job... jobs) {
    return process(name, scheduler, Runnable::run, jobs);
  }

  Jobs process(String name, Scheduler timers, Executor workers, Job... jobs) {
    Ambient ambient = new Ambient(clock, timers, new Random(1));
    StateEngine state =
        StateEngine.open(
            SCHEMA,
            new StatePorts(
                strong, new InMemoryWeakStore(SCHEMA, strong), new InMemoryValueCaches()),
            StateTerms.defaults(),
            ambient,
            workers,
            told);
    return Jobs.of(List.of(jobs), new JobTerms(name, leads::get), state, ambient, workers, told);
  }

  /** A job that notes its runs and has done something in each. */
  Job noting(Duration cadence) {
    return Job.every(
        cadence,
        "job",
        run -> {
          runs.add(run);
          return JobResult.of(1);
        });
  }

  /** A job that notes its runs and fails. */
  Job failing(Duration cadence) {
    return Job.every(
        cadence,
        "job",
        run -> {
          runs.add(run);
          throw new IllegalStateException("no luck");
        });
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  /** Lets this much time pass, and tends every half minute. */
  void tend(Jobs jobs, Duration time) {
    for (Duration left = time; !left.isNegative(); left = left.minusSeconds(30)) {
      jobs.tend();
      pass(Duration.ofSeconds(30));
    }
  }

  List<String> plans() {
    return runs.stream().map(run -> time(run.plan())).toList();
  }

  /** {@code 09:00 SUCCEEDED 1} for each in the history, the newest plan first. */
  static List<String> history(Jobs jobs) {
    return jobs.history("job", 1_000).stream().map(JobBench::text).toList();
  }

  static String text(RunRecord run) {
    return "%s %s %d".formatted(time(run.run().plan()), run.status(), run.run().attempt());
  }

  static String time(Instant instant) {
    return instant.toString().substring(11, 16);
  }
}
