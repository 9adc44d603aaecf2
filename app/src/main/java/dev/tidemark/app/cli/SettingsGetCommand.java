package dev.tidemark.app.cli;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.Setting;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.settings.Revision;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "get",
    description = "Show the settings that can be stored, or the value of any one.")
final class SettingsGetCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Show this one's value alone.")
  private @Nullable String name;

  SettingsGetCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Optional<Setting<?>> one = Optional.ofNullable(name).map(SettingsGetCommand::setting);
    Shown shown = shown();
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(one.map(shown::json).orElseGet(shown::json), out);
    } else if (one.isPresent()) {
      out.println(shown.configuration().shown(one.get()));
    } else {
      table(shown).print(out);
      out.println(
          shown.version() == 0 ? "nothing is stored" : "settings version " + shown.version());
    }
  }

  private static Setting<?> setting(String name) {
    return Settings.find(name)
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    "settings", List.of(name + ": no such setting" + Settings.hint(name))));
  }

  private Shown shown() {
    Loaded without =
        Loaded.from(outside.surroundings(), replica.flags(), data -> StoredSettings.NONE);
    State state = new State(outside, without.configuration().get(Settings.DATA));
    List<Revision> history = state.history();
    StoredSettings stored =
        history.stream().findFirst().map(StoredSettings::of).orElse(StoredSettings.NONE);
    return new Shown(without.with(stored).configuration(), history);
  }

  private Table table(Shown shown) {
    Table table = Table.of(left("setting"), left("value"), left("origin"), left("since"));
    for (Setting<?> setting : shown.configuration().live()) {
      table.row(
          setting,
          shown.configuration().shown(setting),
          shown.configuration().origin(setting),
          shown.since(setting).map(at -> Times.local(at, outside.clock().getZone())).orElse(""));
    }
    return table;
  }

  /**
   * What there is to show.
   *
   * @param history of the stored settings, the newest first
   */
  private record Shown(Configuration configuration, List<Revision> history) {

    long version() {
      return history.stream().findFirst().map(Revision::version).orElse(0L);
    }

    /** Since when this value is stored, if it is the stored one that counts. */
    Optional<Instant> since(Setting<?> setting) {
      if (!configuration.origin(setting).startsWith("settings version ")) {
        return Optional.empty();
      }
      String now = text(history.get(0), setting);
      return history.stream()
          .takeWhile(each -> now.equals(text(each, setting)))
          .map(Revision::at)
          .reduce((newer, older) -> older);
    }

    private static String text(Revision revision, Setting<?> setting) {
      return StoredSettings.of(revision).texts().getOrDefault(setting.name(), "");
    }

    Map<String, @Nullable Object> json(Setting<?> setting) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("version", version());
      json.put("setting", setting.name());
      json.putAll(value(setting));
      return json;
    }

    Map<String, @Nullable Object> json() {
      Map<String, Object> settings = new LinkedHashMap<>();
      configuration.live().forEach(setting -> settings.put(setting.name(), value(setting)));
      return Json.object("version", version(), "settings", settings);
    }

    private Map<String, @Nullable Object> value(Setting<?> setting) {
      return Json.object(
          "value", configuration.shown(setting),
          "origin", configuration.origin(setting),
          "since", since(setting));
    }
  }
}
