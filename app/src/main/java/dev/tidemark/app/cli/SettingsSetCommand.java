package dev.tidemark.app.cli;

import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.core.settings.Revision;
import dev.tidemark.core.settings.SettingsDocument;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "set",
    description = {
      "Store values, all of them or none; each is written as in tidemark.yaml.",
      "What the environment or a flag says still comes first."
    })
final class SettingsSetCommand implements Runnable {

  private final Outside outside;

  @Mixin private SettingsOptions options = new SettingsOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "2..*", paramLabel = "NAME VALUE", description = "Names and values in turn.")
  private List<String> words = List.of();

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the history.")
  private @Nullable String note;

  SettingsSetCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Map<String, String> texts = texts();
    SettingsEditor editor = options.editor(outside);
    SettingsEditor.Edit edit = editor.edit(options.expected(), new Set(texts, note(texts)));
    new EditReport(editor.base(), edit).print(options.json(), spec.commandLine());
  }

  private String note(Map<String, String> texts) {
    return note == null ? "set " + String.join(" ", texts.keySet()) : note;
  }

  private Map<String, String> texts() {
    if (words.size() % 2 != 0) {
      throw new ParameterException(
          spec.commandLine(),
          "expected names and values in turn, found no value for " + words.get(words.size() - 1));
    }
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      if (texts.put(words.get(i), words.get(i + 1).trim()) != null) {
        throw new ParameterException(spec.commandLine(), words.get(i) + " is set twice");
      }
    }
    return texts;
  }

  private record Set(Map<String, String> texts, String note) implements SettingsEditor.Change {

    @Override
    public StoredSettings wanted(SettingsDocument document, StoredSettings before) {
      return before.with(texts);
    }

    @Override
    public Revision write(SettingsDocument document, StoredSettings before, StoredSettings wanted) {
      return document.put(before.version(), wanted.document(), note);
    }
  }
}
