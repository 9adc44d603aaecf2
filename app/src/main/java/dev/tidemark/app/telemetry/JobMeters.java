package dev.tidemark.app.telemetry;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.JobEvent;
import dev.tidemark.core.job.JobStanding;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.RunRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts what becomes of jobs. Every series of a job is there from the start, with nothing in it.
 * Safe for use by many threads.
 */
final class JobMeters implements Listener {

  private static final String SUCCEEDED = "succeeded";
  private static final String FAILED = "failed";
  private static final String GIVEN_UP = "given_up";
  private static final String LOST = "lost";

  private final MeterRegistry registry;
  private final Reactions reactions = new Reactions();

  JobMeters(MeterRegistry registry) {
    this.registry = registry;
    reactions
        .when(JobEvent.JobSucceeded.class, event -> ended(SUCCEEDED, event.run()))
        .when(JobEvent.JobFailed.class, event -> ended(FAILED, event.run()))
        .when(JobEvent.JobAbandoned.class, event -> count(GIVEN_UP, event.run()))
        .when(JobEvent.JobWaitsForPerson.class, event -> count(GIVEN_UP, event.run()))
        .when(JobEvent.JobLeaseLost.class, event -> count(LOST, event.run()))
        .when(JobEvent.JobUnrecorded.class, event -> count(LOST, event.run()));
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  /** Makes the series of these jobs. */
  void observe(Jobs jobs) {
    for (String job : jobs.names()) {
      List.of(SUCCEEDED, FAILED, GIVEN_UP, LOST).forEach(outcome -> runs(job, outcome));
      duration(job);
    }
    Supplier<Number> waiting = () -> waiting(jobs);
    Gauge.builder("tidemark.job.waiting", waiting)
        .description("runs that wait for a person")
        .strongReference(true)
        .register(registry);
  }

  private static double waiting(Jobs jobs) {
    try {
      return jobs.standing().stream().filter(JobStanding::isWaiting).count();
    } catch (StorageException unreadable) {
      return Double.NaN;
    }
  }

  private void ended(String outcome, RunRecord run) {
    count(outcome, run);
    duration(run.run().job()).record(run.took(run.startedAt()));
  }

  private void count(String outcome, RunRecord run) {
    runs(run.run().job(), outcome).increment();
  }

  private Counter runs(String job, String outcome) {
    return Counter.builder("tidemark.job.runs")
        .description("runs of jobs, by how they ended")
        .tags("job", job, "outcome", outcome)
        .register(registry);
  }

  private Timer duration(String job) {
    return Timer.builder("tidemark.job.duration")
        .description("how long runs took that ended")
        .tags("job", job)
        .register(registry);
  }
}
