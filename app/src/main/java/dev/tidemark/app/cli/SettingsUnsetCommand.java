package dev.tidemark.app.cli;

import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.settings.Revision;
import dev.tidemark.core.settings.SettingsDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "unset",
    description = "Take stored values out again, so that the file counts, or what is usual.")
final class SettingsUnsetCommand implements Runnable {

  private final Outside outside;

  @Mixin private SettingsOptions options = new SettingsOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Which settings.")
  private List<String> names = List.of();

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the history.")
  private @Nullable String note;

  SettingsUnsetCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    SettingsEditor editor = options.editor(outside);
    Unset unset = new Unset(names, note == null ? "unset " + String.join(" ", names) : note);
    unset.refuseUnknown(editor.state().settings());
    SettingsEditor.Edit edit = editor.edit(options.expected(), unset);
    new EditReport(editor.base(), edit).print(options.json(), spec.commandLine());
  }

  private record Unset(List<String> names, String note) implements SettingsEditor.Change {

    @Override
    public StoredSettings wanted(SettingsDocument document, StoredSettings before) {
      refuseUnknown(before);
      return before.without(names);
    }

    void refuseUnknown(StoredSettings before) {
      List<String> problems =
          names.stream()
              .filter(name -> !before.texts().containsKey(name))
              .map(name -> name + ": is not stored" + hint(name, before))
              .toList();
      if (!problems.isEmpty()) {
        throw new InvalidConfigurationException("settings", problems);
      }
    }

    private static String hint(String name, StoredSettings before) {
      return NearMiss.hint(name, before.texts().keySet());
    }

    @Override
    public Revision write(SettingsDocument document, StoredSettings before, StoredSettings wanted) {
      return document.put(before.version(), wanted.document(), note);
    }
  }
}
