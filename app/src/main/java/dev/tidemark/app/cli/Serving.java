package dev.tidemark.app.cli;

import dev.tidemark.app.config.LiveConfiguration;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.http.Clients;
import dev.tidemark.app.http.Endpoints;
import dev.tidemark.app.http.Probes;
import dev.tidemark.app.http.Readiness;
import dev.tidemark.app.http.SyncEndpoint;
import dev.tidemark.app.http.SyncToken;
import dev.tidemark.app.http.UsageCounter;
import dev.tidemark.app.http.Views;
import dev.tidemark.app.report.JobsReport;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.StandingReport;
import dev.tidemark.app.report.StateReport;
import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.state.ApiUsage;
import dev.tidemark.app.telemetry.Observed;
import dev.tidemark.app.telemetry.Telemetry;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.MemoryProbe;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a service answers, each time by the configuration of that moment. */
record Serving(Setup setup, LiveConfiguration live, Application application) {

  List<Endpoints> endpoints(Telemetry telemetry) {
    telemetry.observe(observed());
    StateEngine state = application.get(StateEngine.class);
    Clients clients = new Clients(token(), new ApiTokens(state));
    return List.of(
        new Probes(readiness()),
        new Views(() -> status(state), telemetry::scrape),
        orders(clients),
        counter(state, clients));
  }

  private UsageCounter counter(StateEngine state, Clients clients) {
    Clock clock = setup.outside().clock();
    return new UsageCounter(
        new ApiUsage(state, clock),
        new ApiMinutes(state, clock),
        clients,
        live.get(Settings.HTTP_LISTEN).toString());
  }

  private Observed observed() {
    return new Observed(
        application.get(ReplicaStore.class),
        application.get(SyncJournal.class),
        application.get(RequestLedger.class),
        application.get(MemoryProbe.class),
        application.get(Leadership.class),
        application.get(StateEngine.class)::status,
        application.get(Mirrors.class),
        application.get(Jobs.class),
        application.get(Rollups.class),
        application.get(Publisher.class));
  }

  private SyncToken token() {
    return setup.configuration().find(Settings.HTTP_SYNC_TOKEN).orElse(SyncToken.none());
  }

  private Readiness readiness() {
    return new Readiness(
        application.get(SyncJournal.class),
        application.get(RequestLedger.class),
        setup.outside().clock(),
        () -> live.get(Settings.HTTP_STALE_AFTER));
  }

  private SyncEndpoint orders(Clients clients) {
    return new SyncEndpoint(
        application.get(SyncSchedule.class),
        application.get(Leadership.class),
        setup.outside().clock(),
        new SyncEndpoint.Terms(clients, () -> live.get(Settings.SYNC_MODE)));
  }

  /** With what only the process knows that runs them: when each is due. */
  private JobsReport jobs() {
    return new JobsReport(
        application.get(Jobs.class).standing(), Moment.of(setup.outside().clock()));
  }

  private Map<String, @Nullable Object> status(StateEngine state) {
    Map<String, @Nullable Object> json = StatusCommand.json(setup, application, jobs());
    json.put("standing", new StandingReport(application.get(SyncSchedule.class).standing()).json());
    json.put("state", new StateReport(state.status()).json());
    return json;
  }
}
