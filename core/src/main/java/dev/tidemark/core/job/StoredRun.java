package dev.tidemark.core.job;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.state.Codec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** A run as a row. */
record StoredRun(
    String job,
    String scope,
    String plan,
    String status,
    int attempt,
    String runner,
    Instant startedAt,
    Instant aliveUntil,
    Optional<Instant> endedAt,
    Optional<Instant> nextTry,
    long rows,
    String notes,
    Optional<String> code,
    Optional<String> message) {

  static final Codec<StoredRun> CODEC = Codec.records(JobTypes.RUN, StoredRun.class);

  static StoredRun of(RunRecord record) {
    JobRun run = record.run();
    return new StoredRun(
        run.job(),
        run.scope(),
        run.plan().toString(),
        record.status().name(),
        run.attempt(),
        record.runner(),
        record.startedAt(),
        record.aliveUntil(),
        record.endedAt(),
        record.nextTry(),
        record.result().rows(),
        record.result().noteLines(),
        record.failure().map(RunRecord.Failure::code),
        record.failure().map(RunRecord.Failure::message));
  }

  /** Empty if it is damaged, or of another version. */
  Optional<RunRecord> ifReadable() {
    try {
      return Optional.of(record());
    } catch (StorageException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * @throws StorageException if it is damaged, or of another version
   */
  RunRecord record() {
    try {
      return parsed();
    } catch (DateTimeException | IllegalArgumentException unreadable) {
      throw new StorageException(
          "read the run of job %s, scope %s, plan %s in %s: expected a time as its plan and a status that is known, found status %s; delete that row, unless a newer version wrote it"
              .formatted(job, scope, plan, JobTypes.RUN.name(), status),
          false,
          unreadable);
    }
  }

  private RunRecord parsed() {
    return new RunRecord(
        new JobRun(job, scope, Instant.parse(plan), attempt),
        runner,
        JobStatus.valueOf(status),
        startedAt,
        aliveUntil,
        endedAt,
        nextTry,
        JobResult.read(rows, notes),
        code.map(known -> new RunRecord.Failure(known, message.orElse(""))));
  }
}
