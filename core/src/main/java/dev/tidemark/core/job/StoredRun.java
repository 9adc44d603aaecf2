package dev.tidemark.core.job;

import dev.tidemark.core.state.Codec;
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

  RunRecord record() {
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
