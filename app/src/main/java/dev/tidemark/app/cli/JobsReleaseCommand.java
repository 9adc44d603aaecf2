package dev.tidemark.app.cli;

import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobHistory;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.state.StateEngine;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "release",
    description = {
      "Let a run go that waits for a person: its process died, and nobody knows how far it came.",
      "See to what it has left undone first. The job goes on within a minute."
    })
final class JobsReleaseCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "JOB", description = "Which job.")
  private String job = "";

  @Parameters(
      index = "1..*",
      arity = "1..2",
      paramLabel = "[SCOPE] PLAN",
      hideParamSyntax = true,
      description = "Its scope, unless it is global, and the plan, as jobs history shows them.")
  private List<String> rest = List.of();

  JobsReleaseCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    String scope = rest.size() == 1 ? Job.GLOBAL : rest.get(0);
    Instant plan = plan(rest.get(rest.size() - 1));
    try (Application application = Setup.of(outside, replica.flags()).state().openToWrite()) {
      new JobHistory(application.get(StateEngine.class), outside.clock()).release(job, scope, plan);
    }
    print(scope, plan);
  }

  private Instant plan(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "plan: expected a time as in jobs history, 2026-04-16T08:30:00Z; found \"%s\""
              .formatted(text));
    }
  }

  private void print(String scope, Instant plan) {
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(Json.object("job", job, "scope", scope, "plan", plan), out);
    } else {
      out.println(new JobRun(job, scope, plan, 1).text() + " is released");
    }
  }
}
