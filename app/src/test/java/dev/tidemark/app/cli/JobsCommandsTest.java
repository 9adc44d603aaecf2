package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobHandler;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobTerms;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.job.Lease;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobsCommandsTest extends LibraryCommands {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Where a service was half an hour ago. */
  private final ManualClock clock = ManualClock.at("2026-04-16T08:00:02Z");

  JobsCommandsTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @Test
  void list_noneHasRun_saysWhoRunsThem() {
    assertThat(run("jobs", "list")).isZero();
    assertThat(out).isEqualTo("no job has run yet; serve runs them\n");

    assertThat(run("jobs", "history", "flush")).isZero();
    assertThat(out).isEqualTo("no run of flush is known; jobs list shows what is\n");
  }

  @Test
  void list_some_areThereScopeByScope() {
    serve(
        Job.every(HOUR, "tidy", run -> JobResult.of(1_200)),
        Job.every(HOUR, "sum", JobsCommandsTest::fail).scoped(() -> List.of("daily")));

    assertThat(run("jobs", "list")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "job   scope   status     started              took  last success         next try",
            "sum   daily   failed     2026-04-16 08:00:02  0 ms  never                2026-04-16"
                + " 08:01:02",
            "tidy  global  succeeded  2026-04-16 08:00:02  0 ms  2026-04-16 08:00:02  -");
  }

  @Test
  void list_json_hasTheLastRun() throws IOException {
    serve(Job.every(HOUR, "sum", JobsCommandsTest::fail));

    assertThat(run("jobs", "list", "--json")).isZero();
    JsonNode job = new ObjectMapper().readTree(out).get(0);
    assertThat(job.get("waiting").asBoolean()).isFalse();
    assertThat(job.get("lastSuccess").isNull()).isTrue();
    assertThat(job.at("/last/plan").asText()).isEqualTo("2026-04-16T08:00:00Z");
    assertThat(job.at("/last/code").asText()).isEqualTo("handler_error");
  }

  @Test
  void history_runs_areThereWithWhatTheyDid() {
    serve(Job.every(HOUR, "tidy", run -> new JobResult(3, Map.of("up to", "9"))));

    assertThat(run("jobs", "history", "tidy")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "plan                  scope   status     attempt  started              took  rows"
                + "  runner  what",
            "2026-04-16T08:00:00Z  global  succeeded        1  2026-04-16 08:00:02  0 ms     3"
                + "  there   up to 9");
  }

  @Test
  void release_runThatWaits_letsTheJobGoOn() {
    Job once = Job.every(HOUR, "move", run -> JobResult.of(1)).leased(notReentrant());
    die(once);
    clock.advance(Duration.ofMinutes(10));
    serve(once);

    assertThat(run("status")).isZero();
    assertThat(out)
        .contains(
            "job move of 2026-04-16T08:00:00Z waits for a person: stale: nothing was heard of"
                + " there until 2026-04-16T08:02:02Z\n");

    assertThat(run("jobs", "release", "move", "2026-04-16T08:00:00Z")).isZero();
    assertThat(out).isEqualTo("move of 2026-04-16T08:00:00Z is released\n");
    serve(once);
    run("jobs", "list");
    assertThat(out).contains("succeeded");
  }

  @Test
  void release_whatCannotBe_isRefused() {
    serve(Job.every(HOUR, "tidy", run -> JobResult.NOTHING).scoped(() -> List.of("a")));

    assertThat(run("jobs", "release", "tidy", "a", "2026-04-16T08:00:00Z")).isEqualTo(1);
    assertThat(err)
        .isEqualTo(
            "error: release tidy a of 2026-04-16T08:00:00Z: expected a run that waits, found one"
                + " that is succeeded\n");
    assertThat(run("jobs", "release", "tidy", "8:00")).isEqualTo(2);
    assertThat(err)
        .startsWith(
            "error: plan: expected a time as in jobs history, 2026-04-16T08:30:00Z; found"
                + " \"8:00\"\n");
  }

  /** Nobody has noted yet that it is dead. */
  @Test
  void list_processDied_saysSoWithoutAService() {
    die(Job.every(HOUR, "tidy", run -> JobResult.NOTHING));

    run("jobs", "list");
    assertThat(out).contains("abandoned").doesNotContain("running");
  }

  @Test
  void release_processDiedAndNobodyHasNoted_letsTheJobGoOn() {
    Job once = Job.every(HOUR, "move", run -> JobResult.of(1)).leased(notReentrant());
    die(once);
    assertThat(run("jobs", "release", "move", "2026-04-16T08:00:00Z")).isZero();
    clock.advance(HOUR);
    serve(once);

    run("jobs", "history", "move");
    assertThat(out).contains("succeeded").doesNotContain("waiting");
  }

  /** A stop of the service is no trouble. */
  @Test
  void status_jobThatWasCancelled_doesNotMentionIt() {
    AtomicReference<Runnable> stop = new AtomicReference<>();
    Jobs jobs =
        jobs(
            Job.every(
                HOUR,
                "tidy",
                run -> {
                  stop.get().run();
                  throw new IllegalStateException("interrupted");
                }));
    stop.set(jobs::stop);
    jobs.tend();

    assertThat(run("status")).isZero();
    assertThat(out).doesNotContain("tidy");
    run("jobs", "history", "tidy");
    assertThat(out).contains("cancelled");
  }

  @Test
  void history_fewerThanNone_isRefused() {
    assertThat(run("jobs", "history", "tidy", "--last", "-1")).isEqualTo(2);
    assertThat(err).startsWith("error: --last must not be negative\n");
  }

  private static Lease notReentrant() {
    return Lease.DEFAULTS.notReentrant();
  }

  private static JobResult fail(dev.tidemark.core.job.JobRun run) {
    throw new IllegalStateException("no luck");
  }

  /** Its handler is the last that is heard of it. */
  private void die(Job job) {
    JobHandler last =
        run -> {
          adapters.state.strong.failNext(new StorageException("gone", false));
          return JobResult.NOTHING;
        };
    serve(
        new Job(
            job.name(),
            job.timing(),
            job.lease(),
            job.attempts(),
            job.scopes(),
            false,
            job.wanted(),
            last));
  }

  private void serve(Job... jobs) {
    jobs(jobs).tend();
  }

  private Jobs jobs(Job... jobs) {
    return Jobs.of(
        List.of(jobs),
        new JobTerms("there", () -> true),
        adapters.state.open(),
        new Ambient(clock, new ManualScheduler(clock), new Random(1)),
        Runnable::run,
        Listener.NONE);
  }
}
