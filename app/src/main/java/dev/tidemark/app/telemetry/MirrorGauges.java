package dev.tidemark.app.telemetry;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.MirrorStatus;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.TableStatus;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How mirrors stand, each looked at once whenever somebody asks; the mirrors themselves are not
 * asked. What cannot be read is not a number. Safe for use by many threads.
 */
final class MirrorGauges {

  private final Mirrors mirrors;
  private final Clock clock;
  private final Map<String, MirrorStatus> seen = new ConcurrentHashMap<>();

  MirrorGauges(Mirrors mirrors, Clock clock) {
    this.mirrors = mirrors;
    this.clock = clock;
  }

  void register(MeterRegistry registry, Schema schema) {
    for (Mirror mirror : mirrors.all()) {
      lag(registry, mirror.name());
      for (MirrorState state : MirrorState.values()) {
        state(registry, mirror.name(), state);
      }
      for (EntityType type : schema.types()) {
        table(registry, mirror.name(), type.name());
      }
    }
  }

  /** Looks at all mirrors, once for all the gauges that show them. */
  void look() {
    mirrors.all().forEach(this::look);
  }

  private void look(Mirror mirror) {
    try {
      seen.put(mirror.name(), mirror.status());
    } catch (StorageException unreadable) {
      seen.remove(mirror.name());
    }
  }

  private void lag(MeterRegistry registry, String mirror) {
    gauge("tidemark.mirror.lag.changes", "changes behind", mirror, each -> each.lag().changes())
        .register(registry);
    gauge("tidemark.mirror.lag", "age of the oldest of them", mirror, this::behind)
        .baseUnit("seconds")
        .register(registry);
  }

  private void state(MeterRegistry registry, String mirror, MirrorState state) {
    gauge(
            "tidemark.mirror.state",
            "1 for the state that it is in",
            mirror,
            each -> each.standing().state() == state ? 1 : 0)
        .tag("state", state.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private void table(MeterRegistry registry, String mirror, String type) {
    gauge(
            "tidemark.mirror.quarantined",
            "rows that its database does not take",
            mirror,
            each -> table(each, type).map(TableStatus::quarantined).orElse(0L))
        .tag("type", type)
        .register(registry);
    gauge(
            "tidemark.mirror.verified",
            "time since it was last found equal",
            mirror,
            each ->
                table(each, type)
                    .flatMap(TableStatus::verified)
                    .map(found -> since(found.at()))
                    .orElse(Double.NaN))
        .tag("type", type)
        .baseUnit("seconds")
        .register(registry);
  }

  private static Optional<TableStatus> table(MirrorStatus status, String type) {
    return status.tables().stream().filter(each -> each.type().equals(type)).findFirst();
  }

  private double behind(MirrorStatus status) {
    return status.lag().oldest().map(this::since).orElse(0.0);
  }

  private double since(Instant at) {
    return Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1_000.0);
  }

  private Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, String mirror, ToDoubleFunction<MirrorStatus> value) {
    Supplier<Number> now =
        () -> Optional.ofNullable(seen.get(mirror)).map(value::applyAsDouble).orElse(Double.NaN);
    return Gauge.builder(name, now)
        .description(description)
        .tag("mirror", mirror)
        .strongReference(true);
  }
}
