package dev.tidemark.app.cli;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.cli.SettingsEditor.Edit;
import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * What became of a change of the stored settings.
 *
 * @param base the configuration here, as it is where nothing is stored
 */
record EditReport(Loaded base, Edit edit) {

  void print(boolean json, CommandLine command) {
    hidden().forEach(line -> command.getErr().println("warning: " + line));
    if (json) {
      Json.print(json(), command.getOut());
      return;
    }
    table().lines().stream().skip(1).forEach(command.getOut()::println);
    command
        .getOut()
        .println((changed().isEmpty() ? "nothing to change: " : "") + edit.after().origin());
  }

  private Table table() {
    Table table = Table.of(left("setting"), left("change"));
    changed().forEach(name -> table.row(name, before(name) + " -> " + after(name)));
    return table;
  }

  private Object json() {
    return Json.object(
        "version", edit.after().version(), "changes", changed().stream().map(this::json).toList());
  }

  private Map<String, @Nullable Object> json(String name) {
    return Json.object("setting", name, "before", before(name), "after", after(name));
  }

  /** Names of which something else is stored now. */
  private List<String> changed() {
    TreeSet<String> names = new TreeSet<>(edit.before().texts().keySet());
    names.addAll(edit.after().texts().keySet());
    return names.stream()
        .filter(
            name ->
                !Optional.ofNullable(edit.before().texts().get(name))
                    .equals(Optional.ofNullable(edit.after().texts().get(name))))
        .toList();
  }

  private String before(String name) {
    return value(edit.before(), name);
  }

  private String after(String name) {
    return value(edit.after(), name);
  }

  /** What is stored, or else what counts where nothing is. */
  private String value(StoredSettings stored, String name) {
    Configuration without = base.elsewhere(StoredSettings.NONE);
    return Optional.ofNullable(stored.texts().get(name))
        .or(() -> Settings.find(name).map(without::shown))
        .orElse("-");
  }

  private List<String> hidden() {
    Configuration here = base.with(edit.after()).configuration();
    List<String> lines = new ArrayList<>();
    for (String name : changed()) {
      Settings.find(name)
          .map(here::origin)
          .filter(origin -> origin.startsWith("TIDEMARK_") || origin.startsWith("--"))
          .map(origin -> "%s: %s says otherwise here, and comes first".formatted(name, origin))
          .ifPresent(lines::add);
    }
    return lines;
  }
}
