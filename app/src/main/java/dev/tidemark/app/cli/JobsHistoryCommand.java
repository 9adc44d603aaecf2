package dev.tidemark.app.cli;

import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.RunsOfJob;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.job.JobHistory;
import dev.tidemark.core.state.StateEngine;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    description = {
      "Show the last runs of a job, the newest plan first.",
      "Of runs in a row that had nothing to do, the last is there."
    })
final class JobsHistoryCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "JOB", description = "Which one, as jobs list shows it.")
  private String job = "";

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many runs; ${DEFAULT-VALUE} if not given.")
  private int last;

  JobsHistoryCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    if (last < 0) {
      throw new ParameterException(spec.commandLine(), "--last must not be negative");
    }
    RunsOfJob report = read();
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(report.json(), out);
    } else if (report.runs().isEmpty()) {
      out.println("no run of %s is known; jobs list shows what is".formatted(job));
    } else {
      report.print(out);
    }
  }

  private RunsOfJob read() {
    try (Application application = Setup.of(outside, replica.flags()).state().openToRead()) {
      JobHistory history = new JobHistory(application.get(StateEngine.class), outside.clock());
      return new RunsOfJob(history.history(job, last), Moment.of(outside.clock()));
    }
  }
}
