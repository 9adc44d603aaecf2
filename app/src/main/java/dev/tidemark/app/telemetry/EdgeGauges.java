package dev.tidemark.app.telemetry;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.origin.OriginStanding;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SubscriberStatus;
import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How an edge and its origin stand, looked at once whenever somebody asks. What is not there or
 * cannot be read is no number. Safe for use by many threads.
 */
final class EdgeGauges {

  private static final double MILLIS = 1_000.0;

  private final AtomicReference<Optional<SubscriberStatus>> seen =
      new AtomicReference<>(Optional.empty());
  private final Supplier<SubscriberStatus> status;
  private final MeterRegistry registry;

  EdgeGauges(Supplier<SubscriberStatus> status, MeterRegistry registry) {
    this.status = status;
    this.registry = registry;
  }

  void register(List<String> names) {
    for (String name : names) {
      served(name, "epoch", "", manifest -> manifest.version().epoch());
      served(name, "sequence", "", manifest -> manifest.version().sequence());
      served(name, "size", "bytes", SnapshotManifest::size);
      gauge(name, "age", "seconds", standing -> standing.age().map(EdgeGauges::seconds));
    }
    number(
        "tidemark.edge.receptions", "", () -> seen.get().map(all -> 0.0 + all.receiving().size()));
  }

  private void served(
      String name, String what, String unit, ToDoubleFunction<SnapshotManifest> value) {
    gauge(
        name,
        what,
        unit,
        standing -> standing.serving().map(SignedManifest::manifest).map(value::applyAsDouble));
  }

  private void gauge(
      String name, String what, String unit, Function<Standing, Optional<Double>> value) {
    Gauge.Builder<?> gauge =
        Gauge.builder("tidemark.edge.snapshot." + what, () -> of(name, value))
            .description("of the snapshot that is served: " + what)
            .tags(Tags.of("snapshot", name))
            .strongReference(true);
    (unit.isEmpty() ? gauge : gauge.baseUnit(unit)).register(registry);
  }

  private double of(String name, Function<Standing, Optional<Double>> value) {
    return seen.get()
        .flatMap(all -> Optional.ofNullable(all.names().get(name)))
        .flatMap(value)
        .orElse(Double.NaN);
  }

  /** To be called where there is an origin. */
  void register(Supplier<OriginStanding> origin) {
    number("tidemark.edge.origin.healthy", "", () -> healthy(origin.get()));
    number(
        "tidemark.edge.origin.latency",
        "seconds",
        () -> origin.get().latencyMillis().map(millis -> millis / MILLIS));
    number("tidemark.edge.origin.checks", "", () -> Optional.of(0.0 + origin.get().checks()));
    number("tidemark.edge.origin.failures", "", () -> Optional.of(0.0 + origin.get().failures()));
  }

  /** No number before the first check. */
  private static Optional<Double> healthy(OriginStanding origin) {
    return switch (origin.state()) {
      case UNKNOWN -> Optional.empty();
      case HEALTHY -> Optional.of(1.0);
      case UNHEALTHY -> Optional.of(0.0);
    };
  }

  private void number(String name, String unit, Supplier<Optional<Double>> value) {
    Gauge.Builder<?> gauge =
        Gauge.builder(name, () -> value.get().orElse(Double.NaN)).strongReference(true);
    (unit.isEmpty() ? gauge : gauge.baseUnit(unit)).register(registry);
  }

  void look() {
    try {
      seen.set(Optional.of(status.get()));
    } catch (StorageException unreadable) {
      seen.set(Optional.empty());
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS;
  }
}
