package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.config.Policies;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.PublicationsReport;
import dev.tidemark.app.telemetry.EdgeTelemetry;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.PublisherModule;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.KnownTargets;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.spi.Leadership;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Passes on what an edge takes, as it came, as soon as there is a target for it: one of the
 * configuration, or one in the state. Without any, the edge has no state.
 */
final class EdgeRelay implements Listener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.edge");
  private static final int EVERY_SECONDS = 2;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicReference<Optional<Application>> relay =
      new AtomicReference<>(Optional.empty());
  private final EdgeSetup setup;
  private final EdgeTelemetry telemetry;
  private String told = "";

  EdgeRelay(EdgeSetup setup, EdgeTelemetry telemetry) {
    this.setup = setup;
    this.telemetry = telemetry;
  }

  /** Looks for targets from now on, until there is one. */
  void start(Application edge) {
    thread.scheduleWithFixedDelay(() -> look(edge), 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Whatever goes wrong, it looks again; a reason is told once, until it is another or over. */
  void look(Application edge) {
    String trouble = "targets cannot be read";
    try {
      if (relay.get().isEmpty() && isWanted()) {
        trouble = "snapshots cannot be passed on yet";
        begin(edge);
      }
      told = "";
    } catch (RuntimeException failure) {
      tell(trouble, failure);
    }
  }

  private void tell(String trouble, RuntimeException failure) {
    String now = trouble + ": " + failure;
    if (!now.equals(told)) {
      line(failure).log(trouble);
    }
    told = now;
  }

  private static LoggingEventBuilder line(RuntimeException failure) {
    return failure instanceof TidemarkException
        ? LOG.atWarn().addKeyValue("reason", OneLine.of(String.valueOf(failure.getMessage())))
        : LOG.atError().setCause(failure);
  }

  private boolean isWanted() {
    return !setup.edge().targets().isEmpty() || isStored();
  }

  private boolean isStored() {
    try (Application state = setup.state().openToRead()) {
      return new StoredTargets(state.get(StateEngine.class))
          .targets().stream().anyMatch(target -> setup.edge().names().contains(target.snapshot()));
    }
  }

  private void begin(Application edge) {
    Application made = open(edge);
    relay.set(Optional.of(made));
    Publisher publisher = made.get(Publisher.class);
    telemetry.observe(publisher);
    publisher.start();
    LOG.info("edge passes snapshots on");
  }

  private Application open(Application edge) {
    PublisherPolicy policy = Policies.ofPublisher(setup.configuration());
    FlushPolicy flush = Policies.ofState(setup.configuration());
    ConfiguredEdge taken = setup.edge();
    return Application.start(
        new AmbientModule(setup.outside().clock(), telemetry.listener()),
        State.module(() -> flush),
        setup.outside().adapters().state(setup.state().data()),
        new OfEdge(edge),
        new PublisherModule(
            taken.names().stream().map(PublishedSnapshot::relayed).toList(),
            stored -> new KnownTargets(taken.targets(), stored),
            () -> policy,
            SignedManifest::unsigned));
  }

  /** What the edge has already; it is not for this one to close. */
  private static final class OfEdge extends AbstractModule {

    private final Application edge;

    OfEdge(Application edge) {
      this.edge = edge;
    }

    @Override
    protected void configure() {
      bind(SnapshotStore.class).toInstance(edge.get(SnapshotStore.class));
      bind(SnapshotTransport.class).toInstance(edge.get(SnapshotTransport.class));
      bind(Leadership.class).toInstance(Leadership.always());
    }
  }

  @Override
  public void on(Event event) {
    if (event instanceof SnapshotEvent.Installed installed) {
      relay.get().ifPresent(here -> here.get(Publisher.class).installed(installed.snapshot()));
    }
  }

  /** How it stands, as JSON; empty if nothing is passed on. */
  Optional<Object> status() {
    return relay
        .get()
        .map(
            here ->
                new PublicationsReport(
                        here.get(Publisher.class).standings(), Moment.of(setup.outside().clock()))
                    .json());
  }

  /** Pushes that are under way are broken off. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(EVERY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    relay.get().ifPresent(Application::close);
  }
}
