package dev.tidemark.app.telemetry;

import dev.tidemark.core.OutOfMemoryGuardException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Counts what cycles do. Every series is there from the start, with nothing in it, so that nothing
 * counted can be told from nobody counting. Safe for use by many threads.
 */
final class SyncMeters implements Listener {

  private static final Duration[] BUCKETS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(120),
    Duration.ofSeconds(300)
  };

  private static final String SUCCEEDED = "succeeded";
  private static final String PARTIAL = "partial";
  private static final String FAILED = "failed";

  private final MeterRegistry registry;
  private final KeyFetches<SyncEvent.FetchEnded> keyFetches = new KeyFetches<>(this::parents);
  private final Reactions reactions = new Reactions();
  private Instant startedAt = Instant.EPOCH;
  private Optional<EntityType> reading = Optional.empty();

  SyncMeters(MeterRegistry registry, Schema schema) {
    this.registry = registry;
    cycles();
    schema.types().forEach(this::zeros);
    reactToCycles();
    reactToTypes();
    reactToSchedule();
  }

  @Override
  public synchronized void on(Event event) {
    reactions.to(event);
  }

  private void cycles() {
    for (Mode mode : Mode.values()) {
      for (String status : List.of(SUCCEEDED, PARTIAL, FAILED)) {
        duration(status, mode);
        cycles(status, mode);
      }
    }
    retries();
    dropped();
    transitions(true);
    transitions(false);
  }

  private void zeros(EntityType type) {
    rows(type, Tally.NONE);
    orphans(type);
    fallbacks(type);
    failures(type);
    for (String result : List.of("asked", "answered", "given_up")) {
      parents(type, result);
    }
    for (String result : List.of("asked", "vanished", "postponed", "refused")) {
      sweep(type, result);
    }
  }

  private void reactToCycles() {
    reactions
        .when(SyncEvent.CycleStarted.class, this::started)
        .when(SyncEvent.ApplyStarted.class, event -> applying())
        .when(SyncEvent.CycleSucceeded.class, event -> succeeded(event.report()))
        .when(SyncEvent.CycleFailed.class, this::failed)
        .when(SyncEvent.CycleNotBegun.class, event -> cycles(FAILED, event.mode()).increment());
  }

  private void reactToTypes() {
    reactions
        .when(SyncEvent.FetchStarted.class, event -> reading = Optional.of(event.what().type()))
        .when(SyncEvent.FetchEnded.class, this::fetched)
        .when(SyncEvent.FellBack.class, event -> fallbacks(event.type()).increment())
        .when(SyncEvent.TypeFailed.class, event -> leftOut(event.type()))
        .when(SyncEvent.Swept.class, this::swept)
        .when(SyncEvent.SweepRefused.class, this::refused)
        .when(
            SyncEvent.ParentsGivenUp.class,
            event -> parents(event.type(), "given_up").increment(event.keys()));
  }

  private void reactToSchedule() {
    reactions
        .when(SyncEvent.RetryScheduled.class, event -> retries().increment())
        .when(SyncEvent.TriggerDropped.class, event -> dropped().increment())
        .when(SyncEvent.LeadershipChanged.class, event -> transitions(event.leader()).increment());
  }

  private void started(SyncEvent.CycleStarted event) {
    startedAt = event.at();
    reading = Optional.empty();
  }

  private void applying() {
    keyFetches.endParents();
    reading = Optional.empty();
  }

  private void leftOut(EntityType type) {
    failures(type).increment();
    reading = Optional.empty();
  }

  private void succeeded(SyncReport report) {
    String status = report.failures().isEmpty() ? SUCCEEDED : PARTIAL;
    cycles(status, report.mode()).increment();
    duration(status, report.mode()).record(report.duration());
    report.tallies().forEach(this::rows);
    report.tallies().forEach((type, tally) -> orphans(type).increment(tally.orphans()));
  }

  private void failed(SyncEvent.CycleFailed event) {
    keyFetches.endParents();
    if (isOfAType(event.failure())) {
      reading.ifPresent(type -> failures(type).increment());
    }
    cycles(FAILED, event.mode()).increment();
    duration(FAILED, event.mode()).record(Duration.between(startedAt, event.at()));
  }

  /** Not so what somebody wanted, nor what all types did together. */
  private static boolean isOfAType(Throwable failure) {
    return Severity.of(failure) != Level.INFO && !(failure instanceof OutOfMemoryGuardException);
  }

  private void fetched(SyncEvent.FetchEnded event) {
    if (event.what() instanceof Fetch.ByKey) {
      keyFetches.add(event.what().type(), event);
    }
  }

  private void parents(SyncEvent.FetchEnded event) {
    if (event.what() instanceof Fetch.ByKey asked) {
      parents(asked.type(), "asked").increment(asked.keys().size());
      parents(asked.type(), "answered").increment(event.fetched().rows());
    }
  }

  private void swept(SyncEvent.Swept event) {
    keyFetches.endSweep();
    sweep(event.type(), "asked").increment(event.asked());
    sweep(event.type(), "vanished").increment(event.vanished());
    sweep(event.type(), "postponed").increment(event.missing() - event.asked());
  }

  private void refused(SyncEvent.SweepRefused event) {
    keyFetches.endSweep();
    sweep(event.type(), "refused").increment(event.missing());
  }

  private void rows(EntityType type, Tally tally) {
    rows(type, "inserted").increment(tally.inserted());
    rows(type, "updated").increment(tally.updated());
    rows(type, "deleted").increment(tally.deleted());
    rows(type, "vanished").increment(tally.vanished());
    rows(type, "purged").increment(tally.purged());
    rows(type, "unchanged").increment(tally.unchanged());
    rows(type, "released").increment(tally.released());
    rows(type, "quarantined").increment(tally.quarantined());
  }

  private Timer duration(String status, Mode mode) {
    return Timer.builder("tidemark.sync.duration")
        .description("how long cycles took")
        .tags("status", status, "mode", word(mode))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter cycles(String status, Mode mode) {
    return counter(
        "tidemark.sync.cycles", "cycles that ended", "status", status, "mode", word(mode));
  }

  private Counter rows(EntityType type, String change) {
    return counter(
        "tidemark.sync.rows",
        "rows of applied cycles, by what became of them",
        "type",
        type.name(),
        "change",
        change);
  }

  private Counter orphans(EntityType type) {
    return counter(
        "tidemark.sync.orphans", "rows parked for want of a parent", "type", type.name());
  }

  private Counter fallbacks(EntityType type) {
    return counter(
        "tidemark.sync.fallbacks",
        "whole lists read because what changed could not be",
        "type",
        type.name());
  }

  private Counter failures(EntityType type) {
    return counter(
        "tidemark.sync.failures", "types that a cycle could not read", "type", type.name());
  }

  private Counter parents(EntityType type, String result) {
    return counter(
        "tidemark.sync.parents." + result,
        "missing parents, by what became of them",
        "type",
        type.name());
  }

  private Counter sweep(EntityType type, String result) {
    return counter(
        "tidemark.sync.sweep",
        "stored rows that a list lacked, by what became of them",
        "type",
        type.name(),
        "result",
        result);
  }

  private Counter retries() {
    return counter("tidemark.sync.retries", "cycles tried again");
  }

  private Counter dropped() {
    return counter("tidemark.sync.triggers.dropped", "triggers that met a running cycle");
  }

  private Counter transitions(boolean leader) {
    return counter(
        "tidemark.leadership.transitions",
        "changes of who leads",
        "direction",
        leader ? "gained" : "lost");
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private static String word(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
