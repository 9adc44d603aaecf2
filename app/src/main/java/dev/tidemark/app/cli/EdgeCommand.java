package dev.tidemark.app.cli;

import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.config.EdgeSettings;
import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.QuicSettings;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.edge.EdgeEndpoints;
import dev.tidemark.app.edge.EdgeOrigin;
import dev.tidemark.app.edge.EdgeReadiness;
import dev.tidemark.app.edge.EdgeService;
import dev.tidemark.app.edge.EdgeWelcome;
import dev.tidemark.app.edge.RollbackOrders;
import dev.tidemark.app.http.WebServer;
import dev.tidemark.app.serve.StopSignals;
import dev.tidemark.app.telemetry.EdgeTelemetry;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.SubscriberListening;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.time.Ambient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "edge",
    description = {
      "Take the snapshots that an origin pushes, serve the newest, and hand writes on to the origin,"
          + " until it is stopped: Ctrl-C or SIGTERM ends it with 0.",
      "It needs no replica and no schema, and starts whether the origin is there or not."
    })
final class EdgeCommand implements Runnable {

  private final Outside outside;

  @Mixin private EdgeOptions options = new EdgeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Where snapshots come in, over UDP: 0.0.0.0:9443; port 0 for any free one.")
  private @Nullable String listen;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description = "The service that gets the writes: https://origin.example.")
  private @Nullable String origin;

  @Option(
      names = "--http",
      paramLabel = "ADDRESS:PORT",
      description = "Where to answer over HTTP: 127.0.0.1:8080; port 0 for any free one.")
  private @Nullable String http;

  EdgeCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    TidemarkCommand.logLifeCycle();
    EdgeSetup setup = EdgeSetup.of(outside, flags());
    warn(setup.edge());
    try (StopSignals signals = StopSignals.caught();
        EdgeTelemetry telemetry = new EdgeTelemetry(setup.edge().names(), outside.clock());
        Running running = Running.of(setup, telemetry)) {
      print(setup, running, running.service().start());
      running.relay().start(running.application());
      signals.await();
    }
  }

  private Flags flags() {
    return options
        .flags()
        .set(EdgeSettings.LISTEN, "--listen", listen)
        .set(EdgeSettings.ORIGIN, "--origin", origin)
        .set(Settings.HTTP_LISTEN, "--http", http);
  }

  private void warn(ConfiguredEdge edge) {
    if (edge.quic().isInsecure()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "warning: %s is true: whoever reaches %s can replace what is served here, and nobody proves who they are; certs init makes certificates"
              .formatted(QuicSettings.INSECURE, edge.quic().listen().orElse("this port")));
      err.flush();
    }
  }

  private void print(EdgeSetup setup, Running running, String address) {
    PrintWriter out = spec.commandLine().getOut();
    EdgeWelcome welcome =
        new EdgeWelcome(
            outside.program(),
            running.server().listen(),
            address,
            setup.edge(),
            running.application().get(Subscriber.class).status().names());
    if (options.json()) {
      welcome.printJson(out);
    } else {
      welcome.print(out);
    }
  }

  /** All that runs. */
  private record Running(
      EdgeRelay relay, Application application, WebServer server, EdgeService service)
      implements AutoCloseable {

    static Running of(EdgeSetup setup, EdgeTelemetry telemetry) {
      EdgeRelay relay = new EdgeRelay(setup, telemetry);
      Listener listener = Listener.all(List.of(telemetry.listener(), relay));
      Application application = setup.open(listener);
      try {
        return of(setup, telemetry, relay, application, listener);
      } catch (RuntimeException failure) {
        application.close();
        throw failure;
      }
    }

    private static Running of(
        EdgeSetup setup,
        EdgeTelemetry telemetry,
        EdgeRelay relay,
        Application application,
        Listener listener) {
      Subscriber subscriber = application.get(Subscriber.class);
      Optional<Origin> forwards = setup.edge().origin().map(any -> application.get(Origin.class));
      Optional<EdgeOrigin> watched =
          forwards.map(each -> new EdgeOrigin(each, application.get(Ambient.class), listener));
      telemetry.observe(subscriber::status, watched.map(each -> each::standing));
      EdgeEndpoints endpoints =
          new EdgeEndpoints(
              setup.edge(),
              subscriber,
              new EdgeReadiness(
                  subscriber,
                  setup.configuration().get(EdgeSettings.MAX_AGE),
                  setup.outside().clock()),
              () -> watched.map(EdgeOrigin::standing),
              relay::status);
      WebServer server =
          WebServer.start(
              setup.configuration().get(Settings.HTTP_LISTEN),
              endpoints.all(telemetry::scrape, forwards));
      EdgeService service =
          new EdgeService(
              application.get(SubscriberListening.class),
              server,
              watched,
              new RollbackOrders(setup.state().data(), subscriber::rollBack));
      return new Running(relay, application, server, service);
    }

    @Override
    public void close() {
      relay.close();
      service.stop();
      application.close();
    }
  }
}
