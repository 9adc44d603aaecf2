package dev.tidemark.app.cli;

import dev.tidemark.app.config.ConfiguredMirror;
import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.LiveConfiguration;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.http.WebServer;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.serve.MirrorLinks;
import dev.tidemark.app.serve.PublisherLinks;
import dev.tidemark.app.serve.Service;
import dev.tidemark.app.serve.SettingsWatch;
import dev.tidemark.app.serve.StopSignals;
import dev.tidemark.app.serve.Welcome;
import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.telemetry.Telemetry;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.settings.SettingsDocument;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.io.PrintWriter;
import java.util.List;
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
    LiveConfiguration live = new LiveConfiguration(setup.loaded(), setup.schema());
    MirrorLinks links = new MirrorLinks();
    PublisherLinks publishing = new PublisherLinks();
    try (StopSignals signals = StopSignals.caught();
        Telemetry telemetry = telemetry(setup);
        Application application =
            setup.openToServe(
                Listener.all(List.of(telemetry.listener(), links, publishing)), live);
        WebServer server =
            WebServer.start(
                live.get(Settings.HTTP_LISTEN),
                new Serving(setup, live, application).endpoints(telemetry));
        SettingsWatch watch = watch(application, live)) {
      Mirrors mirrors = application.get(Mirrors.class);
      links.connect(mirrors);
      Publisher publisher = application.get(Publisher.class);
      Service service =
          new Service(
              application.get(SyncSchedule.class),
              mirrors,
              application.get(Jobs.class),
              publisher,
              server);
      service.start();
      SyncJournal journal = application.get(SyncJournal.class);
      publishing.connect(publisher, () -> journal.lastFullSuccess().isPresent());
      watch.start();
      print(setup, server, service, orders(setup, application));
      signals.await();
      publishing.disconnect();
      service.stop(live.get(Settings.HTTP_DRAIN));
    }
  }

  private static SettingsWatch watch(Application application, LiveConfiguration live) {
    SettingsDocument document = new SettingsDocument(application.get(StateEngine.class));
    return new SettingsWatch(
        () -> State.settings(document), live, application.get(SyncSchedule.class)::policyChanged);
  }

  private Flags flags() {
    return upstream.addTo(replica.flags()).set(Settings.HTTP_LISTEN, "--listen", listen);
  }

  private Telemetry telemetry(Setup setup) {
    return Telemetry.of(setup.schema(), outside.clock(), outside.surroundings().environment());
  }

  private static boolean orders(Setup setup, Application application) {
    return setup.configuration().find(Settings.HTTP_SYNC_TOKEN).isPresent()
        || !new ApiTokens(application.get(StateEngine.class)).list().isEmpty();
  }

  private void print(Setup setup, WebServer server, Service service, boolean orders) {
    PrintWriter out = spec.commandLine().getOut();
    Welcome welcome =
        new Welcome(
            server.listen(),
            setup.place(),
            setup.configuration().get(Settings.UPSTREAM_URL),
            orders,
            ConfiguredMirror.all(setup.configuration()),
            service.standing());
    if (replica.json()) {
      welcome.printJson(out);
    } else {
      welcome.print(Moment.of(outside.clock()), out);
    }
  }
}
