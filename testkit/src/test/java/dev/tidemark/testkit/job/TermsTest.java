package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static dev.tidemark.testkit.job.JobBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.job.Attempts;
import dev.tidemark.core.job.CatchUp;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.Lease;
import dev.tidemark.core.job.Timing;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Terms of a job that cannot be meant. */
final class TermsTest {

  private static final Duration ZERO = Duration.ZERO;

  @Test
  void timing_cannotBeMeant_isRefused() {
    refused(
        () -> Timing.every(Duration.ofNanos(5)),
        "cadence: expected a millisecond or more, found PT0.000000005S");
    refused(
        () -> Timing.every(HOUR).delayedBy(MINUTE.negated()),
        "delay: expected zero or more, found PT-1M");
    refused(
        () -> Timing.every(HOUR).everyPlan(MINUTE, 1),
        "catch-up window: expected the cadence of PT1H or more, found PT1M");
    refused(
        () -> Timing.every(HOUR).everyPlan(HOUR, 0), "plans at once: expected 1 or more, found 0");
    refused(
        () -> new Timing(HOUR, ZERO, CatchUp.LATEST_ONLY, HOUR, 2),
        "plans at once: there is one where only the latest counts, found 2");
  }

  @Test
  void lease_cannotBeMeant_isRefused() {
    refused(
        () -> Lease.DEFAULTS.runsAtMost(ZERO), "run timeout: expected more than zero, found PT0S");
    refused(
        () -> new Lease(HOUR, MINUTE, ZERO, true),
        "heartbeat: expected more than zero, found PT0S");
    refused(
        () -> new Lease(HOUR, MINUTE, MINUTE, true),
        "stale timeout: expected two heartbeats of PT1M or more, found PT1M");
  }

  @Test
  void attempts_cannotBeMeant_areRefused() {
    refused(() -> new Attempts(0, List.of()), "attempts: expected 1 or more, found 0");
    refused(() -> new Attempts(2, List.of()), "backoffs: expected one for each retry, found []");
    refused(
        () -> new Attempts(2, List.of(MINUTE.negated())),
        "backoffs: expected zero or more, found [PT-1M]");
  }

  @Test
  void jobs_withoutNameOrWithTheSame_areRefused() {
    refused(
        () -> Job.every(HOUR, " ", run -> JobResult.NOTHING),
        "name of a job: expected some text, found ' '");
    JobBench bench = new JobBench();
    assertThatThrownBy(() -> bench.process("one", bench.noting(HOUR), bench.failing(HOUR)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("two jobs are called job");
  }

  private static void refused(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
