package dev.tidemark.app.cli;

import dev.tidemark.app.report.RollupChart;
import dev.tidemark.app.report.RollupReport;
import dev.tidemark.app.report.RollupView;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = {
      "Draw what a rollup adds up to, hour by hour or day by day, and by keys below.",
      "As JSON or CSV, it is a line for each bucket and keys, unless --by, --keys or --total say"
          + " otherwise."
    })
final class RollupShowCommand implements Runnable {

  private final Outside outside;

  @Mixin private RollupWork work = new RollupWork();
  @Mixin private RollupLookOptions look = new RollupLookOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1",
      paramLabel = "NAME",
      description = "Which one; NAME@PLACE where it is kept in several places.")
  private String name = "";

  @Option(names = "--csv", description = "Write CSV to standard output, and nothing else.")
  private boolean csv;

  RollupShowCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    if (csv && work.json()) {
      throw new ParameterException(spec.commandLine(), "expected one of --json and --csv");
    }
    Setup setup = work.setup(outside);
    work.with(
        setup,
        spec.commandLine(),
        List.of(name),
        (rollups, progress) -> {
          show(RollupNames.only(rollups), setup);
          return true;
        });
  }

  private void show(Rollup rollup, Setup setup) {
    RollupLook look = this.look.of(rollup.plan(), spec.commandLine(), outside.clock(), isExact());
    RollupReport report = RollupWork.report(rollup, setup);
    RollupWork.requireFilled(report, "show");
    RollupWork.warn(report, spec.commandLine());
    List<RollupCell> cells = rollup.read(look.span(), RollupShowCommand::all);
    look.note(cells).ifPresent(note -> spec.commandLine().getErr().println("note: " + note));
    print(report, look, cells);
  }

  private boolean isExact() {
    return csv || work.json();
  }

  private static List<RollupCell> all(Iterator<RollupCell> cells) {
    List<RollupCell> all = new ArrayList<>();
    cells.forEachRemaining(all::add);
    return all;
  }

  private void print(RollupReport report, RollupLook look, List<RollupCell> cells) {
    PrintWriter out = spec.commandLine().getOut();
    RollupView view = look.view();
    if (work.json()) {
      Json.print(view.json(cells), out);
    } else if (csv) {
      view.csv(cells).forEach(out::println);
    } else if (cells.isEmpty()) {
      out.println(nothing(report, look));
    } else {
      new RollupChart(view, look.span(), cells, outside.screen()).print(out);
    }
  }

  private static String nothing(RollupReport report, RollupLook look) {
    Span span = look.span();
    return "%s: nothing from %s to %s"
        .formatted(
            RollupReport.title(report.plan(), report.kept()),
            Times.local(span.from(), look.view().zone()),
            Times.local(span.to(), look.view().zone()));
  }
}
