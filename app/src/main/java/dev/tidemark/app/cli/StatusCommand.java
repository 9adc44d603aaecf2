package dev.tidemark.app.cli;

import dev.tidemark.app.report.HealthReport;
import dev.tidemark.app.report.Holdings;
import dev.tidemark.app.report.JobsReport;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.PublicationsReport;
import dev.tidemark.app.report.StatusReport;
import dev.tidemark.app.report.UsageReport;
import dev.tidemark.app.state.ApiUsage;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.UpstreamHealth;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "Show the last cycles, how many rows there are, how old they are, and how far each type is.",
      "Rows that are gone were deleted, as upstream says, or have vanished from it without a word."
    })
final class StatusCommand implements Runnable {

  private static final int LAST_RUNS = 5;

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  StatusCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = Setup.of(outside, replica.flags());
    try (Application application = setup.openToRollUp(Listener.NONE)) {
      if (replica.json()) {
        Json.print(
            json(setup, application, JobsListCommand.of(application, outside)),
            spec.commandLine().getOut());
      } else {
        print(setup, application, spec.commandLine().getOut());
      }
    }
  }

  private void print(Setup setup, Application application, PrintWriter out) {
    read(setup, application).print(setup.place(), out);
    health(application).print(outside.clock().getZone(), out);
    MirrorListing.of(setup, application).printBelow(out);
    publications(setup, application).printBelow(out);
    RollupListing.of(setup, application).printBelow(out);
    JobsListCommand.of(application, outside).printBelow(out);
    usage(setup, application).print(outside.clock().getZone(), out);
  }

  /** What every process says on this replica, whether it looks or serves. */
  static Map<String, @Nullable Object> json(Setup setup, Application application, JobsReport jobs) {
    Map<String, @Nullable Object> json = read(setup, application).json(setup.place());
    json.put("upstream", health(application).json());
    json.put("mirrors", MirrorListing.of(setup, application).json());
    json.put("snapshots", publications(setup, application).json());
    json.put("rollups", RollupListing.of(setup, application).json());
    json.put("jobs", jobs.json());
    json.put("usage", usage(setup, application).json());
    return json;
  }

  private static PublicationsReport publications(Setup setup, Application application) {
    return new PublicationsReport(
        application.get(Publisher.class).standings(), Moment.of(setup.outside().clock()));
  }

  private static HealthReport health(Application application) {
    return new HealthReport(application.get(UpstreamHealth.class).endpoints());
  }

  private static UsageReport usage(Setup setup, Application application) {
    ApiUsage usage = new ApiUsage(application.get(StateEngine.class), setup.outside().clock());
    return new UsageReport(usage.counts());
  }

  private static StatusReport read(Setup setup, Application application) {
    Moment now = Moment.of(setup.outside().clock());
    SyncJournal journal = application.get(SyncJournal.class);
    return new StatusReport(
        journal.last(LAST_RUNS),
        journal.lastSuccess(),
        holdings(setup.schema(), application),
        application.get(ChangeFeed.class).latest(),
        application.get(RequestLedger.class).notBefore(now.at()),
        now);
  }

  private static Holdings holdings(Schema schema, Application application) {
    return Holdings.of(
        schema,
        application.get(ReplicaStore.class).counts(),
        application.get(CursorStore.class).cursors(),
        application.get(HeldRows.class).dangling(Integer.MAX_VALUE));
  }
}
