package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.Publisher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a long-running process tells machines: a log, meters, and spans if the environment says
 * where to. Safe for use by many threads.
 */
public final class Telemetry implements AutoCloseable {

  /** Of the text that {@link #scrape()} returns. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.sync");
  private static final Logger FEED = LoggerFactory.getLogger("tidemark.feed");
  private static final Logger MIRROR = LoggerFactory.getLogger("tidemark.mirror");
  private static final Logger JOB = LoggerFactory.getLogger("tidemark.job");
  private static final Logger ROLLUP = LoggerFactory.getLogger("tidemark.rollup");
  private static final Logger SNAPSHOT = LoggerFactory.getLogger("tidemark.snapshot");
  private static final Logger STATE = LoggerFactory.getLogger("tidemark.state");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Optional<ReplicaGauges>> gauges =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<MirrorGauges>> mirrorGauges =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<PublishGauges>> publishGauges =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean failed = new AtomicBoolean();
  private final Schema schema;
  private final Clock clock;
  private final Traces traces;
  private final StateMeters state = new StateMeters(registry);
  private final MirrorMeters mirrors = new MirrorMeters(registry);
  private final JobMeters jobs = new JobMeters(registry);
  private final PublishMeters published = new PublishMeters(registry);
  private final RollupMeters rollups;
  private final List<Listener> listeners;

  private Telemetry(Schema schema, Clock clock, Traces traces) {
    this.schema = schema;
    this.clock = clock;
    this.traces = traces;
    this.rollups = new RollupMeters(registry, clock);
    this.listeners =
        new CopyOnWriteArrayList<>(
            List.of(
                new SyncLog(LOG),
                new SyncMeters(registry, schema),
                new UpstreamMeters(registry),
                new StateLog(STATE),
                state,
                new FeedLog(FEED),
                new MirrorLog(MIRROR),
                mirrors,
                new JobLog(JOB),
                jobs,
                new RollupLog(ROLLUP),
                rollups,
                new SnapshotLog(SNAPSHOT),
                published,
                traces.listener()));
  }

  /**
   * Everything that does not need the replica.
   *
   * @param environment where {@code OTEL_*} says whether and where spans are sent
   * @throws dev.tidemark.core.InvalidConfigurationException if what it says cannot be done
   */
  public static Telemetry of(Schema schema, Clock clock, Map<String, String> environment) {
    return new Telemetry(schema, clock, Traces.by(environment, clock));
  }

  /**
   * Hears cycles, the feed, mirrors, jobs, rollups, snapshots and the state. It keeps its own
   * failures to itself: no cycle fails because nobody counts it.
   */
  public Listener listener() {
    return event -> listeners.forEach(listener -> tell(listener, event));
  }

  /** From now on {@link #scrape()} tells of the replica, too; to be called once. */
  public void observe(Observed observed) {
    ReplicaGauges replica = new ReplicaGauges(observed, clock);
    replica.register(registry, schema);
    PeakMemory memory = new PeakMemory(observed.memory());
    bytes("tidemark.sync.peak.heap", memory::heap);
    bytes("tidemark.sync.peak.resident", memory::resident);
    listeners.add(memory);
    state.observe(observed.state(), clock);
    observe(observed.mirrors());
    jobs.observe(observed.jobs());
    rollups.observe(observed.rollups());
    observe(observed.publisher());
    gauges.set(Optional.of(replica));
  }

  private void observe(Mirrors observed) {
    mirrors.expect(observed, schema);
    MirrorGauges standing = new MirrorGauges(observed, clock);
    standing.register(registry, schema);
    mirrorGauges.set(Optional.of(standing));
  }

  private void observe(Publisher observed) {
    published.observe(observed);
    publishGauges.set(Optional.of(new PublishGauges(observed, clock, registry)));
  }

  /** All meters in the text format of Prometheus. Rows are counted with one statement. */
  public String scrape() {
    gauges.get().ifPresent(ReplicaGauges::count);
    mirrorGauges.get().ifPresent(MirrorGauges::look);
    publishGauges.get().map(PublishGauges::look).ifPresent(published::follow);
    return registry.scrape();
  }

  /** Sends the spans that still wait, for some seconds at most. */
  @Override
  public void close() {
    registry.close();
    traces.close();
  }

  private void bytes(String name, Supplier<Number> value) {
    Gauge.builder(name, value).baseUnit("bytes").strongReference(true).register(registry);
  }

  /** The first failure is told; there may be one for every event. */
  private void tell(Listener listener, Event event) {
    try {
      listener.on(event);
    } catch (RuntimeException bug) {
      if (failed.compareAndSet(false, true)) {
        LOG.atError().setCause(bug).log("telemetry failed, cycles go on");
      }
    }
  }
}
