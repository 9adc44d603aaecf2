package dev.tidemark.app.cli;

import dev.tidemark.app.progress.PublishJson;
import dev.tidemark.app.progress.PublishProgress;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.PublicationsReport;
import dev.tidemark.app.report.PublishedReport;
import dev.tidemark.app.serve.StopSignals;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.Publisher;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "publish",
    description = {
      "Build snapshots, and push them to their targets, until it is stopped: Ctrl-C ends it with 0.",
      "serve publishes by itself, and builds nothing while this runs: it is for where there is none.",
      "With --once, each target is tried once; exits with 1 if one of them has not got it, or if"
          + " there is none that is enabled."
    })
final class PublishCommand implements Callable<Integer> {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which ones; without it, all.")
  private List<String> names = List.of();

  @Option(names = "--once", description = "Build and push once, and end.")
  private boolean once;

  PublishCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = Setup.of(outside, replica.flags());
    Publishing publishing = Publishing.of(setup, names);
    return once ? publishOnce(publishing) : keepPublishing(publishing);
  }

  private int publishOnce(Publishing publishing) {
    try (PublishProgress progress = progress();
        Application application = publishing.open(listener(progress))) {
      Publisher publisher = application.get(Publisher.class);
      Results<PublishedReport> results =
          Results.each(
              publishing.names(),
              Results.Name::ofSnapshot,
              name -> PublishedReport.pushed(publisher.publishOnce(name), publishing.toAdd(name)));
      results.show(
          replica.json(), PublishedReport::json, PublishedReport::print, spec.commandLine());
      return results.exitCode(report -> report.isDelivered() ? 0 : Failures.FAILED);
    }
  }

  private int keepPublishing(Publishing publishing) {
    try (StopSignals signals = StopSignals.caught();
        PublishProgress progress = progress();
        Application application = publishing.open(telling(progress))) {
      Publisher publisher = application.get(Publisher.class);
      print(new PublicationsReport(publisher.standings(), Moment.of(outside.clock())));
      publisher.start();
      signals.await();
      return 0;
    }
  }

  private void print(PublicationsReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      out.println(Json.line(report.json()));
    } else {
      report.print(out);
    }
    out.flush();
  }

  private PublishProgress progress() {
    return new PublishProgress(spec.commandLine().getErr(), outside.terminal());
  }

  /** Who goes on for long tells machines of each thing that has happened. */
  private Listener telling(PublishProgress progress) {
    return replica.json()
        ? new PublishJson(spec.commandLine().getOut(), outside.clock())
        : progress;
  }

  private Listener listener(PublishProgress progress) {
    return replica.json() ? Listener.NONE : progress;
  }
}
