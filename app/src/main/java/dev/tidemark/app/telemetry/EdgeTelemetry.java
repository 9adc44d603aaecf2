package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.origin.OriginStanding;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.SubscriberStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that an edge tells machines: a log and meters. Safe for use by many threads. */
public final class EdgeTelemetry implements AutoCloseable {

  private static final Logger SNAPSHOT = LoggerFactory.getLogger("tidemark.snapshot");
  private static final Logger ORIGIN = LoggerFactory.getLogger("tidemark.origin");
  private static final Logger STATE = LoggerFactory.getLogger("tidemark.state");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Optional<EdgeGauges>> gauges =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<PublishGauges>> passedOn =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean failed = new AtomicBoolean();
  private final PublishMeters published = new PublishMeters(registry);
  private final List<String> names;
  private final Clock clock;
  private final List<Listener> listeners;

  /**
   * @param names of the snapshots that are taken
   */
  public EdgeTelemetry(List<String> names, Clock clock) {
    this.names = List.copyOf(names);
    this.clock = clock;
    this.listeners =
        List.of(
            new SnapshotLog(SNAPSHOT),
            new OriginLog(ORIGIN),
            new StateLog(STATE),
            new SubscriberMeters(registry, names),
            published);
  }

  /** Hears everything; it keeps its own failures to itself. */
  public Listener listener() {
    return event -> listeners.forEach(listener -> tell(listener, event));
  }

  /**
   * From now on {@link #scrape} tells of this, too; to be called once.
   *
   * @param origin empty if there is none
   */
  public void observe(
      Supplier<SubscriberStatus> subscriber, Optional<Supplier<OriginStanding>> origin) {
    EdgeGauges made = new EdgeGauges(subscriber, registry);
    made.register(names);
    origin.ifPresent(made::register);
    gauges.set(Optional.of(made));
  }

  /** From now on {@link #scrape} tells of what is passed on, too; to be called once. */
  public void observe(Publisher publisher) {
    published.observe(publisher);
    passedOn.set(Optional.of(new PublishGauges(publisher, clock, registry)));
  }

  /** All meters in the text format of Prometheus. */
  public String scrape() {
    gauges.get().ifPresent(EdgeGauges::look);
    passedOn.get().map(PublishGauges::look).ifPresent(published::follow);
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }

  /** The first failure is told; there may be one for every event. */
  private void tell(Listener listener, Event event) {
    try {
      listener.on(event);
    } catch (RuntimeException bug) {
      if (failed.compareAndSet(false, true)) {
        SNAPSHOT.atError().setCause(bug).log("telemetry failed, the edge serves on");
      }
    }
  }
}
