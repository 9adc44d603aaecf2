package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.FlushReport;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.StateStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Counts what is written behind, and shows what is not written yet. Safe for use by many threads.
 */
final class StateMeters implements Listener {

  private final MeterRegistry registry;
  private final Reactions reactions =
      new Reactions()
          .when(StateEvent.Flushed.class, event -> flushed(event.report()))
          .when(StateEvent.FlushFailed.class, event -> flushes("failed").increment());

  StateMeters(MeterRegistry registry) {
    this.registry = registry;
    flushes("written");
    flushes("failed");
    rows("upsert");
    rows("delete");
  }

  /** From now on the gauges tell of this state. */
  void observe(Supplier<StateStatus> status, Clock clock) {
    gauge("tidemark.state.dirty", "values not written yet", () -> status.get().count())
        .register(registry);
    gauge("tidemark.state.oldest", "age of the oldest of them", () -> oldest(status.get(), clock))
        .baseUnit("seconds")
        .register(registry);
  }

  private static double oldest(StateStatus status, Clock clock) {
    return status
        .oldest()
        .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1_000.0))
        .orElse(0.0);
  }

  private static Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, Supplier<Number> value) {
    return Gauge.builder(name, value).description(description).strongReference(true);
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  private void flushed(FlushReport report) {
    flushes("written").increment();
    rows("upsert").increment(report.upserts());
    rows("delete").increment(report.deletes());
  }

  private Counter flushes(String outcome) {
    return counter("tidemark.state.flushes", "times that it was written", "outcome", outcome);
  }

  private Counter rows(String kind) {
    return counter("tidemark.state.rows", "rows written behind", "kind", kind);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
