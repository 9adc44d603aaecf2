package dev.tidemark.app.cli;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.settings.Revision;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    description = "List all versions of the stored settings, the newest first, and their changes.")
final class SettingsHistoryCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  SettingsHistoryCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Loaded without =
        Loaded.from(outside.surroundings(), replica.flags(), data -> StoredSettings.NONE);
    List<Revision> history =
        new State(outside, without.configuration().get(Settings.DATA)).history();
    List<Step> steps = steps(history);
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(steps.stream().map(Step::json).toList(), out);
    } else if (steps.isEmpty()) {
      out.println("nothing is stored, and never was");
    } else {
      table(steps).print(out);
    }
  }

  private static List<Step> steps(List<Revision> history) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      StoredSettings before =
          i + 1 < history.size() ? StoredSettings.of(history.get(i + 1)) : StoredSettings.NONE;
      steps.add(new Step(history.get(i), before));
    }
    return steps;
  }

  private Table table(List<Step> steps) {
    Table table = Table.of(right("version"), left("when"), left("note"), left("changes"));
    for (Step step : steps) {
      table.row(
          step.revision().version(),
          Times.local(step.revision().at(), outside.clock().getZone()),
          step.revision().note(),
          step.changes().stream()
              .map(each -> each.name() + " " + each.before() + " -> " + each.after())
              .collect(Collectors.joining(", ")));
    }
    return table;
  }

  private record Changed(String name, String before, String after) {

    Map<String, @Nullable Object> json() {
      return Json.object("setting", name, "before", before, "after", after);
    }
  }

  /** A version, and what was stored before it. */
  private record Step(Revision revision, StoredSettings before) {

    List<Changed> changes() {
      Map<String, String> now = StoredSettings.of(revision).texts();
      TreeSet<String> names = new TreeSet<>(now.keySet());
      names.addAll(before.texts().keySet());
      return names.stream()
          .map(
              name ->
                  new Changed(
                      name, before.texts().getOrDefault(name, "-"), now.getOrDefault(name, "-")))
          .filter(each -> !each.before().equals(each.after()))
          .toList();
    }

    Map<String, @Nullable Object> json() {
      return Json.object(
          "version", revision.version(),
          "at", revision.at(),
          "note", revision.note(),
          "changes", changes().stream().map(Changed::json).toList());
    }
  }
}
