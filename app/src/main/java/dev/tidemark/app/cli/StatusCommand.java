package dev.tidemark.app.cli;

import dev.tidemark.app.report.HealthReport;
import dev.tidemark.app.report.Holdings;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.StatusReport;
import dev.tidemark.app.report.UsageReport;
import dev.tidemark.app.state.ApiUsage;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.schema.Schema;
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
    try (Application application = setup.openToRead()) {
      print(setup, read(setup, application), health(application), usage(application));
    }
  }

  private void print(Setup setup, StatusReport report, HealthReport health, UsageReport usage) {
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Map<String, @Nullable Object> json = report.json(setup.place());
      json.put("upstream", health.json());
      json.put("usage", usage.json());
      Json.print(json, out);
    } else {
      report.print(setup.place(), out);
      health.print(outside.clock().getZone(), out);
      usage.print(outside.clock().getZone(), out);
    }
  }

  static HealthReport health(Application application) {
    return new HealthReport(application.get(UpstreamHealth.class).endpoints());
  }

  private UsageReport usage(Application application) {
    ApiUsage usage = new ApiUsage(application.get(StateEngine.class), outside.clock());
    return new UsageReport(usage.counts());
  }

  static StatusReport read(Setup setup, Application application) {
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
