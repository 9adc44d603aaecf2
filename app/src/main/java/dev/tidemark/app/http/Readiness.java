package dev.tidemark.app.http;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the replica is fit to be used: whole, and not too old. It is judged from the journal each
 * time anew, and so in every process alike, whoever of them syncs. A cycle that failed does not
 * count; that none succeeds for long does.
 *
 * @param staleAfter the age of the data, since the end of the last cycle that succeeded, from which
 *     on it is too old; asked anew each time
 */
public record Readiness(
    SyncJournal journal, RequestLedger ledger, Clock clock, Supplier<Duration> staleAfter) {

  /** Enough to look past what runs, or still seems to. */
  private static final int RECENT = 5;

  Verdict judge() {
    Instant now = clock.instant();
    Duration limit = staleAfter.get();
    Optional<Run> success = journal.lastSuccess();
    Optional<Duration> age = success.flatMap(Run::ended).map(end -> age(end.at(), now));
    List<String> reasons = new ArrayList<>();
    if (journal.lastFullSuccess().isEmpty()) {
      reasons.add("no full cycle has succeeded yet");
    }
    age.filter(each -> each.compareTo(limit) >= 0)
        .ifPresent(each -> reasons.add(tooOld(each, limit)));
    return new Verdict(
        reasons,
        Json.object(
            "status", reasons.isEmpty() ? "ready" : "unready",
            "reasons", reasons,
            "ageSeconds", age.map(Duration::toSeconds),
            "staleAfterSeconds", limit.toSeconds(),
            "lastSuccess", success.flatMap(Run::ended).map(Run.Ended::at),
            "lastFailure", lastFailure(success),
            "notBefore", ledger.notBefore(now)));
  }

  /** A clock that was set back makes nothing younger than it is. */
  private static Duration age(Instant endedAt, Instant now) {
    Duration age = Duration.between(endedAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static String tooOld(Duration age, Duration limit) {
    return "the data is %s old, expected less than %s"
        .formatted(Amounts.time(age), Amounts.time(limit));
  }

  /** Of the time since the last success; before that, failures do not matter any more. */
  private Optional<Map<String, @Nullable Object>> lastFailure(Optional<Run> success) {
    long from = success.map(Run::cycle).orElse(0L);
    return journal.last(RECENT).stream()
        .filter(run -> run.cycle() > from)
        .flatMap(run -> run.ended().flatMap(end -> failure(run, end)).stream())
        .findFirst();
  }

  private static Optional<Map<String, @Nullable Object>> failure(Run run, Run.Ended ended) {
    return code(ended.outcome())
        .map(code -> Json.object("cycle", run.cycle(), "code", code, "at", ended.at()));
  }

  /** A cycle that left types out is none that the whole replica is as young as. */
  private static Optional<String> code(Run.Outcome outcome) {
    if (outcome instanceof Run.Partial) {
      return Optional.of("PARTIAL");
    }
    return outcome instanceof Run.Failed failed ? Optional.of(failed.code()) : Optional.empty();
  }

  /**
   * @param reasons why it is not ready; empty if it is
   */
  record Verdict(List<String> reasons, Map<String, @Nullable Object> json) {

    boolean ready() {
      return reasons.isEmpty();
    }
  }
}
