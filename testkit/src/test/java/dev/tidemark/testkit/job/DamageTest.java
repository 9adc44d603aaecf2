package dev.tidemark.testkit.job;

import static dev.tidemark.testkit.job.JobBench.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobEvent.JobsFaltered;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobTypes;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.spi.StoredRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A row of the history that cannot be read. */
final class DamageTest {

  private static final EntityType RUN = JobTypes.strongTypes().get(0);
  private static final String WHAT =
      "read the run of job job, scope global, plan 2026-01-01T09:00:00Z in job_run: expected a time"
          + " as its plan and a status that is known, found status PAUSED; delete that row, unless"
          + " a newer version wrote it";

  private final JobBench bench = new JobBench();

  @Test
  void tend_damagedRun_holdsUpItsScopeAloneAndIsTold() {
    Job other = Job.every(HOUR, "other", run -> JobResult.of(1));
    Jobs jobs = bench.process("one", bench.noting(HOUR), other);
    jobs.tend();
    damage();
    bench.pass(HOUR);
    jobs.tend();

    assertThat(bench.plans()).containsExactly("09:00");
    assertThat(jobs.history("other", 9)).hasSize(2);
    assertThat(bench.told.events(JobsFaltered.class))
        .extracting(event -> event.failure().getMessage())
        .containsExactly(WHAT);
  }

  @Test
  void standing_damagedRun_isLeftOut() {
    Jobs jobs = bench.process("one", bench.noting(HOUR));
    jobs.tend();
    damage();

    assertThat(jobs.standing()).singleElement().satisfies(job -> assertThat(job.last()).isEmpty());
  }

  @Test
  void history_damagedRun_isNamed() {
    Jobs jobs = bench.process("one", bench.noting(HOUR));
    jobs.tend();
    damage();

    assertThatThrownBy(() -> jobs.history("job", 9))
        .isInstanceOf(StorageException.class)
        .hasMessage(WHAT);
  }

  /** Gives every run of the job the status of another version. */
  private void damage() {
    bench.strong.write(
        "damage",
        transaction -> {
          List<StoredRow> runs = new ArrayList<>();
          transaction.scan(RUN, runs::add);
          return runs.stream()
              .filter(each -> "job".equals(each.row().value("job")))
              .filter(
                  each ->
                      transaction.update(
                          damaged(each.row()), each.version(), bench.clock.instant()))
              .count();
        });
  }

  private static Row damaged(Row row) {
    Map<String, Object> values = new HashMap<>();
    RUN.fields().forEach(field -> values.put(field.name(), row.value(field.name())));
    values.put("status", "PAUSED");
    return Row.of(RUN, values);
  }
}
