package dev.tidemark.app.cli;

import dev.tidemark.app.config.StoredSettings;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.settings.Revision;
import dev.tidemark.core.settings.SettingsDocument;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "rollback", description = "Store what an earlier version said, as a new version.")
final class SettingsRollbackCommand implements Runnable {

  private final Outside outside;

  @Mixin private SettingsOptions options = new SettingsOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "VERSION", description = "Which version; settings history lists them.")
  private long version;

  SettingsRollbackCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    SettingsEditor editor = options.editor(outside);
    find(editor.state().history(), version);
    SettingsEditor.Edit edit = editor.edit(options.expected(), new Rollback(version));
    new EditReport(editor.base(), edit).print(options.json(), spec.commandLine());
  }

  private static Revision find(List<Revision> history, long version) {
    return history.stream()
        .filter(each -> each.version() == version)
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "roll the settings back: there never was a version %d; settings history lists all"
                        .formatted(version)));
  }

  private record Rollback(long version) implements SettingsEditor.Change {

    @Override
    public StoredSettings wanted(SettingsDocument document, StoredSettings before) {
      return StoredSettings.of(find(document.history(), version));
    }

    @Override
    public Revision write(SettingsDocument document, StoredSettings before, StoredSettings wanted) {
      return document.rollback(before.version(), version);
    }
  }
}
