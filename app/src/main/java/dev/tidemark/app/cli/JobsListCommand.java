package dev.tidemark.app.cli;

import dev.tidemark.app.report.JobsReport;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.job.JobHistory;
import dev.tidemark.core.state.StateEngine;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List the jobs that have run, scope by scope, and how each stands.")
final class JobsListCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  JobsListCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    JobsReport report = read();
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(report.json(), out);
    } else if (report.jobs().isEmpty()) {
      out.println("no job has run yet; serve runs them");
    } else {
      report.print(out);
    }
  }

  private JobsReport read() {
    try (Application application = Setup.of(outside, replica.flags()).state().openToRead()) {
      return of(application, outside);
    }
  }

  /** As every process sees them. */
  static JobsReport of(Application application, Outside outside) {
    JobHistory history = new JobHistory(application.get(StateEngine.class), outside.clock());
    return new JobsReport(history.standing(), Moment.of(outside.clock()));
  }
}
