package dev.tidemark.app.cli;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.http.Endpoints;
import dev.tidemark.app.http.Probes;
import dev.tidemark.app.http.Readiness;
import dev.tidemark.app.http.SyncEndpoint;
import dev.tidemark.app.http.SyncToken;
import dev.tidemark.app.http.Views;
import dev.tidemark.app.http.WebServer;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.StandingReport;
import dev.tidemark.app.serve.Service;
import dev.tidemark.app.serve.StopSignals;
import dev.tidemark.app.serve.Welcome;
import dev.tidemark.app.telemetry.Observed;
import dev.tidemark.app.telemetry.Telemetry;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Keep the replica up to date, and answer over HTTP how it stands, until it is stopped.",
      "Ctrl-C or SIGTERM stops it: a running cycle may end first; a second one ends it at once."
    })
final class ServeCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Mixin private UpstreamOptions upstream = new UpstreamOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Where to answer: 127.0.0.1:8080; port 0 for any free one.")
  private @Nullable String listen;

  ServeCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    TidemarkCommand.logLifeCycle();
    Setup setup = Setup.of(outside, flags());
    Configuration configuration = setup.configuration();
    try (StopSignals signals = StopSignals.caught();
        Telemetry telemetry = telemetry(setup);
        Application application = setup.openToServe(telemetry.listener());
        WebServer server =
            WebServer.start(
                configuration.get(Settings.HTTP_LISTEN),
                endpoints(setup, application, telemetry))) {
      Service service = new Service(application.get(SyncSchedule.class), server);
      service.start();
      print(setup, server, service);
      signals.await();
      service.stop(configuration.get(Settings.HTTP_DRAIN));
    }
  }

  private Flags flags() {
    return upstream.addTo(replica.flags()).set(Settings.HTTP_LISTEN, "--listen", listen);
  }

  private Telemetry telemetry(Setup setup) {
    return Telemetry.of(setup.schema(), outside.clock(), outside.surroundings().environment());
  }

  private static List<Endpoints> endpoints(
      Setup setup, Application application, Telemetry telemetry) {
    Configuration configuration = setup.configuration();
    SyncSchedule schedule = application.get(SyncSchedule.class);
    Readiness readiness =
        new Readiness(
            application.get(SyncJournal.class),
            application.get(RequestLedger.class),
            setup.outside().clock(),
            configuration.get(Settings.HTTP_STALE_AFTER));
    telemetry.observe(
        new Observed(
            application.get(ReplicaStore.class),
            application.get(SyncJournal.class),
            application.get(RequestLedger.class),
            application.get(MemoryProbe.class),
            application.get(Leadership.class)));
    SyncEndpoint.Terms terms =
        new SyncEndpoint.Terms(token(configuration), configuration.get(Settings.SYNC_MODE));
    return List.of(
        new Probes(readiness),
        new Views(() -> status(setup, application), telemetry::scrape),
        new SyncEndpoint(
            schedule, application.get(Leadership.class), setup.outside().clock(), terms));
  }

  private static SyncToken token(Configuration configuration) {
    return configuration.find(Settings.HTTP_SYNC_TOKEN).orElse(SyncToken.none());
  }

  private static Map<String, @Nullable Object> status(Setup setup, Application application) {
    Map<String, @Nullable Object> json = StatusCommand.read(setup, application).json(setup.place());
    json.put("standing", new StandingReport(application.get(SyncSchedule.class).standing()).json());
    return json;
  }

  private void print(Setup setup, WebServer server, Service service) {
    PrintWriter out = spec.commandLine().getOut();
    Welcome welcome =
        new Welcome(
            server.listen(),
            setup.place(),
            setup.configuration().get(Settings.UPSTREAM_URL),
            token(setup.configuration()).isSet(),
            service.standing());
    if (replica.json()) {
      welcome.printJson(out);
    } else {
      welcome.print(Moment.of(outside.clock()), out);
    }
  }
}
