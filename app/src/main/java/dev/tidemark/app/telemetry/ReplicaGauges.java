package dev.tidemark.app.telemetry;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Run;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * How the replica stands, read from it whenever somebody asks: nothing is remembered that a process
 * which only looks on could not know. What cannot be read is not a number. Safe for use by many
 * threads.
 */
final class ReplicaGauges {

  private final Observed observed;
  private final Clock clock;
  private final AtomicReference<Map<EntityType, Counts>> counts = new AtomicReference<>(Map.of());

  ReplicaGauges(Observed observed, Clock clock) {
    this.observed = observed;
    this.clock = clock;
  }

  void register(MeterRegistry registry, Schema schema) {
    gauge("tidemark.sync.freshness", "time since the last success", this::freshness)
        .baseUnit("seconds")
        .register(registry);
    gauge("tidemark.upstream.not_before", "time until requests are allowed", this::notBefore)
        .baseUnit("seconds")
        .register(registry);
    gauge("tidemark.leadership", "1 for the process that writes", this::leads).register(registry);
    for (EntityType type : schema.types()) {
      rows(registry, type, "live", Counts::live);
      rows(registry, type, "tombstone", each -> each.rows() - each.vanished() - each.live());
      rows(registry, type, "vanished", Counts::vanished);
      rows(registry, type, "orphan", Counts::orphans);
      rows(registry, type, "quarantined", Counts::quarantined);
    }
  }

  /** Counts all rows, once for all the gauges that show them. */
  void count() {
    counts.set(read(() -> observed.store().counts()).orElse(Map.of()));
  }

  private void rows(
      MeterRegistry registry, EntityType type, String status, ToLongFunction<Counts> count) {
    gauge(
            "tidemark.replica.rows",
            "rows of the replica, and rows kept aside",
            () ->
                Optional.ofNullable(counts.get().get(type))
                    .map(count::applyAsLong)
                    .map(Long::doubleValue)
                    .orElse(Double.NaN))
        .tags("type", type.name(), "status", status)
        .register(registry);
  }

  private double freshness() {
    return read(() -> observed.journal().lastSuccess())
        .flatMap(found -> found)
        .flatMap(Run::ended)
        .map(end -> seconds(Duration.between(end.at(), clock.instant())))
        .orElse(Double.NaN);
  }

  private double notBefore() {
    Instant now = clock.instant();
    return read(() -> observed.ledger().notBefore(now))
        .map(found -> found.map(until -> seconds(Duration.between(now, until))).orElse(0.0))
        .orElse(Double.NaN);
  }

  private double leads() {
    return observed.leadership().isLeader() ? 1 : 0;
  }

  private static <T> Optional<T> read(Supplier<T> what) {
    try {
      return Optional.of(what.get());
    } catch (StorageException unreadable) {
      return Optional.empty();
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  private static Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, Supplier<Number> value) {
    return Gauge.builder(name, value).description(description).strongReference(true);
  }
}
